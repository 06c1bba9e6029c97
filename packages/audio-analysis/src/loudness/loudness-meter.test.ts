import assert from 'node:assert/strict';
import { it } from 'node:test';
import { pushInBlocks, renderNoise, renderTones, stereo } from '../test-support/signals.ts';
import { combineLoudness } from './combine-loudness.ts';
import { LoudnessMeter } from './loudness-meter.ts';

const STEREO_48 = { sampleRate: 48_000, channels: 2 };

function measure(samples: Float32Array, blockFrames = 1013) {
  const meter = new LoudnessMeter();
  pushInBlocks(meter, samples, { ...STEREO_48, blockFrames });
  return meter.finish();
}

it('says nothing about silence, and about less than a block', () => {
  const silence = measure(new Float32Array(48_000 * 10));
  assert.deepEqual(
    [silence.integratedLufs, silence.rangeLu, silence.truePeakDbtp, silence.samplePeakDbfs, silence.momentaryMaxLufs],
    [null, null, null, null, null],
  );
  const short = measure(renderTones([stereo(-20, 0.39)], 48_000));
  assert.equal(short.integratedLufs, null);
  assert.ok(Math.abs((short.samplePeakDbfs ?? 0) + 20) < 0.1);
});

it('measures the same whatever the size of the blocks', () => {
  const samples = renderNoise(2 * 48_000 * 7, 0.4);
  const whole = measure(samples, samples.length);
  for (const blockFrames of [1, 7, 4800, 65_536]) {
    const parted = measure(samples, blockFrames);
    assert.ok(Math.abs((parted.integratedLufs ?? 0) - (whole.integratedLufs ?? 1)) < 1e-9);
    assert.equal(parted.truePeakDbtp, whole.truePeakDbtp);
    assert.deepEqual(parted.blocks, whole.blocks);
  }
});

it('looks between the samples only where a peak could be, and misses none', () => {
  // One burst between the samples, far quieter and far louder than what is around it.
  for (const gain of [0.05, 1]) {
    const samples = renderNoise(2 * 48_000, 0.3);
    for (let frame = 20_000; frame < 20_040; frame += 1)
      samples[2 * frame] = gain * Math.SQRT1_2 * (frame % 4 < 2 ? 1 : -1);
    const meter = measure(samples);
    const expected = gain === 1 ? 0.99 : 0.3;
    assert.ok(10 ** ((meter.truePeakDbtp ?? -99) / 20) >= expected);
    assert.ok((meter.truePeakDbtp ?? -99) >= (meter.samplePeakDbfs ?? 0));
  }
});

it('goes on after samples that are no numbers', () => {
  const samples = renderTones([stereo(-23, 20)], 48_000);
  for (const [index, value] of [Number.NaN, Infinity, -Infinity, 3e38].entries()) samples[100_000 + 2 * index] = value;
  const { integratedLufs, truePeakDbtp } = measure(samples.with(100_006, Number.NaN));
  assert.ok(integratedLufs !== null && Math.abs(integratedLufs + 23) < 0.1, `${integratedLufs}`);
  assert.ok(truePeakDbtp !== null && truePeakDbtp < -20);
});

it('goes on when rate and channels change in the middle', () => {
  const meter = new LoudnessMeter();
  pushInBlocks(meter, renderTones([stereo(-23, 10)], 48_000), STEREO_48);
  const mono = renderTones([{ seconds: 10, levelsDbfs: [-20] }], 44_100);
  pushInBlocks(meter, mono, { sampleRate: 44_100, channels: 1 });
  const { integratedLufs } = meter.finish();
  assert.ok(integratedLufs !== null && Math.abs(integratedLufs + 23) < 0.1, `${integratedLufs}`);
});

it('combines tracks to what they measure joined, within 0.05 LU', () => {
  const levels = [-14, -20.03, -31.7, -18.5, -45];
  const tracks = levels.map((level, index) => renderNoise(2 * 48_000 * (6 + 5 * index), 10 ** (level / 20), index + 1));
  const joined = new LoudnessMeter();
  for (const track of tracks) pushInBlocks(joined, track, STEREO_48);
  const whole = joined.finish();
  const album = combineLoudness(tracks.map((track) => measure(track)));
  assert.ok(Math.abs((album.integratedLufs ?? 0) - (whole.integratedLufs ?? 0)) < 0.05);
  assert.ok(Math.abs((album.rangeLu ?? 0) - (whole.rangeLu ?? 0)) < 0.5);
  assert.ok(Math.abs((album.truePeakDbtp ?? 0) - (whole.truePeakDbtp ?? 0)) < 0.01);
});

it('combines constant tracks at the edge of a step of the histogram within 0.05 LU', () => {
  for (let level = -23; level > -23.1; level -= 0.007) {
    const track = measure(renderTones([stereo(level, 2)], 48_000));
    const album = combineLoudness([track, track]);
    assert.ok(Math.abs((album.integratedLufs ?? 0) - (track.integratedLufs ?? 1)) < 0.05);
  }
});

it('combines nothing to nothing, and refuses a damaged histogram', () => {
  assert.deepEqual(combineLoudness([]), {
    integratedLufs: null,
    rangeLu: null,
    truePeakDbtp: null,
    samplePeakDbfs: null,
  });
  const good = measure(renderTones([stereo(-23, 5)], 48_000));
  assert.throws(() => combineLoudness([{ ...good, blocks: Uint8Array.of(0x80) }]), RangeError);
  assert.throws(() => combineLoudness([{ ...good, blocks: Uint8Array.of(0xff, 0x7f, 1) }]), RangeError);
});
