import assert from 'node:assert/strict';
import { it } from 'node:test';
import { renderNoise } from './test-support/signals.ts';
import { toAmplitude, WAVEFORM_POINTS, WaveformBuilder } from './waveform-builder.ts';

function build(samples: Float32Array, channels: number, blockFrames = 1013) {
  const builder = new WaveformBuilder();
  for (let from = 0; from < samples.length; from += blockFrames * channels)
    builder.push(samples.subarray(from, from + blockFrames * channels), channels);
  return builder.finish();
}

for (const frames of [1000, 7999, 8000, 8001, 44_100, 1_000_003])
  it(`has a thousand points for ${frames} samples`, () => {
    const { peaks, rms } = build(new Float32Array(frames).fill(0.25), 1);
    assert.equal(peaks.length, WAVEFORM_POINTS);
    assert.equal(rms.length, WAVEFORM_POINTS);
    assert.ok(peaks.every((value) => Math.abs(toAmplitude(value) - 0.25) < 0.005));
    assert.ok(rms.every((value) => Math.abs(toAmplitude(value) - 0.25) < 0.005));
  });

it('has fewer points only where there are fewer samples', () => {
  assert.equal(build(new Float32Array(2 * 17), 2).peaks.length, 17);
  assert.equal(build(new Float32Array(0), 2).peaks.length, 0);
});

it('shows each part of a track where it is', () => {
  const frames = 777_777;
  const samples = new Float32Array(2 * frames);
  samples.fill(0.8, frames, frames + frames / 2);
  const { peaks } = build(samples, 2);
  assert.ok(peaks.subarray(0, 499).every((value) => value === 0));
  assert.ok(peaks.subarray(501, 749).every((value) => Math.abs(toAmplitude(value) - 0.8) < 0.01));
  assert.ok(peaks.subarray(751).every((value) => value === 0));
});

it('loses no peak, however short, and tells it from the effective value', () => {
  const samples = renderNoise(500_000, 0.1);
  samples[123_456] = -1;
  const { peaks, rms } = build(samples, 1);
  assert.equal(Math.max(...peaks), 255);
  assert.equal(peaks.indexOf(255), Math.floor((123_456 / samples.length) * WAVEFORM_POINTS));
  const expected = 0.1 / Math.sqrt(3);
  assert.ok(Math.abs(toAmplitude(rms[700] ?? 0) - expected) < 0.01);
});

it('is the same whatever the size of the blocks, and survives samples that are no numbers', () => {
  const samples = renderNoise(300_000, 0.5);
  samples[1000] = Number.NaN;
  samples[2000] = Infinity;
  assert.deepEqual(build(samples, 2, 1).peaks, build(samples, 2, 300_000).peaks);
});
