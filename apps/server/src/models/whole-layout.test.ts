import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Rendition } from './playback.ts';
import { inPlaces, layOutMp4, sidxBytesOf, writeSidx } from './whole-layout.ts';

const RATE_HZ = 48_000;
const HEAD_BYTES = 700;

const open = (seconds: number): Rendition =>
  inPlaces({
    name: 'aac-128-48000-2-xabcdef',
    container: 'mp4',
    codec: 'aac',
    mimeType: 'audio/mp4; codecs="mp4a.40.2"',
    bitrateKbps: 128,
    sampleRateHz: RATE_HZ,
    channels: 2,
    bitDepth: null,
    segmentSamples: 4 * RATE_HZ,
    segmentCount: 1,
    delaySamples: 1024,
    durationSamples: seconds * RATE_HZ,
  });

/** Bytes and samples of each entry. */
function readSidx(rendition: Rendition) {
  const view = new DataView(writeSidx(rendition).buffer);
  const count = view.getUint16(30);
  return Array.from(
    { length: count },
    (_, at) => [view.getUint32(32 + 12 * at), view.getUint32(36 + 12 * at)] as const,
  );
}

for (const seconds of [0.02, 0.9, 1.7, 3.2, 60.3])
  test(`the places of ${seconds} s follow each other, and the index tells all of them and the whole length`, () => {
    const rendition = open(seconds);
    const layout = layOutMp4(rendition, HEAD_BYTES);
    const parts = layout.partsIn(0, layout.sizeBytes);
    let end = 0;
    for (const { start, length } of parts) {
      assert.equal(start, end);
      end += length;
    }
    assert.equal(end, layout.sizeBytes);
    assert.equal(parts.length, 1 + rendition.segmentCount);
    const entries = readSidx(rendition);
    assert.equal(sidxBytesOf(rendition), 32 + 12 * entries.length);
    const sum = (column: 0 | 1) => entries.reduce((total, entry) => total + entry[column], 0);
    assert.deepEqual([HEAD_BYTES + sum(0), sum(1)], [layout.sizeBytes, rendition.durationSamples]);
  });

test('recordings of days have no more places than an index can tell', () => {
  const rendition = open(100 * 3600);
  assert.ok(rendition.segmentCount < 33_000);
  assert.equal(readSidx(rendition).length, rendition.segmentCount + 1);
});
