import assert from 'node:assert/strict';
import { it } from 'node:test';
import { ANALYSIS_VERSION } from './audio-measurement.ts';
import { AudioMeter } from './audio-meter.ts';
import { pushInBlocks, renderTones, stereo } from './test-support/signals.ts';

const STEREO_44 = { sampleRate: 44_100, channels: 2 };

it('finds out everything in one pass, and gives plain data', () => {
  const meter = new AudioMeter();
  pushInBlocks(meter, renderTones([stereo(null, 1), stereo(-23, 10), stereo(null, 2)], 44_100), STEREO_44);
  const { version, durationMs, loudness, waveform, silence } = structuredClone(meter.finish());
  assert.equal(version, ANALYSIS_VERSION);
  assert.equal(durationMs, 13_000);
  assert.ok(Math.abs((loudness.integratedLufs ?? 0) + 23) < 0.2);
  assert.deepEqual(silence, { headMs: 1000, tailMs: 2000 });
  assert.deepEqual([waveform.peaks[70], waveform.peaks[900]], [0, 0]);
  assert.ok((waveform.rms[500] ?? 0) > 50);
});

it('has nothing to say about nothing', () => {
  const { durationMs, loudness, waveform, silence } = new AudioMeter().finish();
  assert.deepEqual([durationMs, loudness.integratedLufs, waveform.peaks.length], [0, null, 0]);
  assert.deepEqual(silence, { headMs: 0, tailMs: 0 });
});

it('refuses samples without a rate or channels, over which it would never end', () => {
  for (const [sampleRate, channels] of [
    [0, 2],
    [Number.NaN, 2],
    [44_100, 0],
  ] as const)
    assert.throws(() => new AudioMeter().push(new Float32Array(4), sampleRate, channels), RangeError);
});
