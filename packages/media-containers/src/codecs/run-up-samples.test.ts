import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runUpSamplesOf } from './run-up-samples.ts';

/** STREAMINFO of 16 bits in stereo. */
function streamInfo(sampleRateHz: number, blockSamples: number): Uint8Array {
  const bytes = new Uint8Array(34);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, blockSamples);
  view.setUint16(2, blockSamples);
  view.setUint32(10, ((sampleRateHz << 12) | (1 << 9) | (15 << 4)) >>> 0);
  return bytes;
}

test('a run-up is a part of a second, and one packet where that is longer', () => {
  const flac = (sampleRateHz: number, blockSamples: number) =>
    runUpSamplesOf({ codec: 'flac', sampleRateHz, config: streamInfo(sampleRateHz, blockSamples) });
  assert.equal(flac(44_100, 4096), 5292);
  assert.equal(flac(32_000, 4096), 4096);
  assert.equal(flac(22_050, 4608), 4608);
  assert.equal(flac(96_000, 16_384), 16_384);
  assert.equal(runUpSamplesOf({ codec: 'flac', sampleRateHz: 44_100 }), 65_535);
  assert.equal(runUpSamplesOf({ codec: 'opus', sampleRateHz: 48_000 }), 17_280);
  assert.equal(runUpSamplesOf({ codec: 'mp3', sampleRateHz: 44_100 }), 15_876);
  assert.equal(runUpSamplesOf({ codec: 'aac', sampleRateHz: 8000 }), 2048);
});
