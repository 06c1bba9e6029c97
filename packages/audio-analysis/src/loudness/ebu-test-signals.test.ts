/** The minimum requirements of EBU Tech 3341 (cases 1-6, 9, 12, 15-23) and EBU Tech 3342 (cases 1-4), at their tolerances. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pushInBlocks, renderTones, stereo, type Tone } from '../test-support/signals.ts';
import { LoudnessMeter } from './loudness-meter.ts';
import type { LoudnessMeasurement } from './loudness-measurement.ts';

const RATES = [48_000, 44_100];

function measure(samples: Float32Array, sampleRate: number, channels: number): LoudnessMeasurement {
  const meter = new LoudnessMeter();
  pushInBlocks(meter, samples, { sampleRate, channels });
  return meter.finish();
}

const measureTones = (tones: readonly Tone[], sampleRate: number): LoudnessMeasurement =>
  measure(renderTones(tones, sampleRate), sampleRate, tones[0]?.levelsDbfs.length ?? 0);

function assertWithin(actual: number | null, expected: number, [below, above]: readonly [number, number]): void {
  assert.ok(
    actual !== null && actual >= expected - below && actual <= expected + above,
    `${actual} is not ${expected}`,
  );
}

const repeat = (tones: readonly Tone[], times: number): Tone[] => Array.from({ length: times }, () => tones).flat();

describe('integrated loudness of EBU Tech 3341, within 0.1 LU', () => {
  const cases: { name: string; tones: Tone[]; lufs: number }[] = [
    { name: '1: a tone at -23 dBFS', tones: [stereo(-23, 20)], lufs: -23 },
    { name: '2: a tone at -33 dBFS', tones: [stereo(-33, 20)], lufs: -33 },
    { name: '3: edges below the relative gate', tones: [stereo(-36, 10), stereo(-23, 60), stereo(-36, 10)], lufs: -23 },
    {
      name: '4: edges below both gates',
      tones: [stereo(-72, 10), stereo(-36, 10), stereo(-23, 60), stereo(-36, 10), stereo(-72, 10)],
      lufs: -23,
    },
    { name: '5: a gate that moves', tones: [stereo(-26, 20), stereo(-20, 20.1), stereo(-26, 20)], lufs: -23 },
    { name: '6: five channels', tones: [{ seconds: 20, levelsDbfs: [-28, -28, -24, -30, -30] }], lufs: -23 },
    {
      name: '6: the same with a silent sixth',
      tones: [{ seconds: 20, levelsDbfs: [-28, -28, -24, null, -30, -30] }],
      lufs: -23,
    },
  ];
  for (const { name, tones, lufs } of cases)
    for (const sampleRate of RATES)
      it(`${name}, ${sampleRate} Hz`, () => {
        assertWithin(measureTones(tones, sampleRate).integratedLufs, lufs, [0.1, 0.1]);
      });
});

describe('loudness of windows of EBU Tech 3341, within 0.1 LU', () => {
  it('9: 3 s are -23 LUFS wherever they lie', () => {
    const tones = repeat([stereo(-20, 1.34), stereo(-30, 1.66)], 5);
    assertWithin(measureTones(tones, 48_000).shortTermMaxLufs, -23, [0.1, 0.1]);
  });

  it('12: 400 ms are -23 LUFS wherever they lie', () => {
    const tones = repeat([stereo(-20, 0.18), stereo(-30, 0.22)], 25);
    assertWithin(measureTones(tones, 48_000).momentaryMaxLufs, -23, [0.1, 0.1]);
  });
});

describe('true peak of EBU Tech 3341, within +0.2 and -0.4 dB', () => {
  const SAMPLE_RATE = 48_000;
  const SECONDS = 1;
  const render = (length: number, at: (frame: number) => number): Float32Array =>
    Float32Array.from({ length: 2 * length }, (_, index) => at(index >> 1));

  const tones = [
    { name: '15: fs/4 at 0 degrees', divisor: 4, degrees: 0, amplitude: 0.5, dbtp: -6 },
    { name: '16: fs/4 at 45 degrees', divisor: 4, degrees: 45, amplitude: 0.5, dbtp: -6 },
    { name: '17: fs/6 at 60 degrees', divisor: 6, degrees: 60, amplitude: 0.5, dbtp: -6 },
    { name: '18: fs/8 at 67.5 degrees', divisor: 8, degrees: 67.5, amplitude: 0.5, dbtp: -6 },
    { name: '19: fs/4 at 45 degrees, above full scale', divisor: 4, degrees: 45, amplitude: 1.41, dbtp: 3 },
  ];
  for (const { name, divisor, degrees, amplitude, dbtp } of tones)
    it(name, () => {
      // Faded in and out, since a tone that is cut off has higher points than its amplitude.
      const length = SAMPLE_RATE * SECONDS;
      const fade = (frame: number) => Math.min(1, Math.min(frame, length - 1 - frame) / (0.02 * SAMPLE_RATE));
      const signal = render(
        length,
        (frame) => amplitude * fade(frame) * Math.sin((2 * Math.PI * frame) / divisor + (degrees * Math.PI) / 180),
      );
      assertWithin(measure(signal, SAMPLE_RATE, 2).truePeakDbtp, dbtp, [0.4, 0.2]);
    });

  it('beyond the cases: 17 kHz at 44.1 kHz, where short filters lose a decibel', () => {
    const length = 44_100;
    const fade = (frame: number) => Math.min(1, Math.min(frame, length - 1 - frame) / 2000);
    const signal = render(length, (frame) => 0.5 * fade(frame) * Math.sin((2 * Math.PI * 17_000 * frame) / 44_100));
    assertWithin(measure(signal, 44_100, 2).truePeakDbtp, -6.02, [0.2, 0.2]);
  });

  // A tone of fs/6 with one louder cycle of fs/4, made at four times the rate: the downsampling meets its crest or misses it.
  const OVERSAMPLING = 4;
  const CREST = 1;
  const master = Float64Array.from({ length: OVERSAMPLING * SAMPLE_RATE * SECONDS }, (_, index) => {
    const rate = OVERSAMPLING * SAMPLE_RATE;
    const cycle = 4 * OVERSAMPLING;
    const middle = Math.floor((rate * SECONDS) / 2 / (6 * OVERSAMPLING)) * 6 * OVERSAMPLING;
    if (index >= middle && index < middle + cycle) return CREST * Math.sin((2 * Math.PI * (index - middle)) / cycle);
    const place = index < middle ? index - middle : index - middle - cycle;
    const fade = Math.min(1, Math.min(index, rate * SECONDS - 1 - index) / (0.02 * rate));
    return 0.5 * fade * Math.sin((2 * Math.PI * place) / (6 * OVERSAMPLING));
  });
  for (const offset of [0, 1, 2, 3])
    it(`${20 + offset}: a crest ${offset} quarters of a sample away`, () => {
      const wave = lowPass(master, 0.45 / OVERSAMPLING);
      const highest = wave.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);
      const signal = render(SAMPLE_RATE * SECONDS, (frame) => wave[frame * OVERSAMPLING + offset] ?? 0);
      assertWithin(measure(signal, SAMPLE_RATE, 2).truePeakDbtp, 20 * Math.log10(highest), [0.4, 0.2]);
    });
});

/** A windowed sinc, `cutoff` in parts of the rate; long enough that nothing above is left to alias. */
function lowPass(samples: Float64Array, cutoff: number): Float64Array {
  const reach = 96;
  const taps = Float64Array.from({ length: 2 * reach + 1 }, (_, index) => {
    const x = index - reach;
    const sinc = x === 0 ? 2 * cutoff : Math.sin(2 * Math.PI * cutoff * x) / (Math.PI * x);
    return sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / (reach + 1)));
  });
  return samples.map((_, at) => {
    let sum = 0;
    for (let k = -reach; k <= reach; k += 1) sum += (taps[k + reach] ?? 0) * (samples[at + k] ?? 0);
    return sum;
  });
}

describe('loudness range of EBU Tech 3342, within 1 LU', () => {
  const cases = [
    { levels: [-20, -30], range: 10 },
    { levels: [-20, -15], range: 5 },
    { levels: [-40, -20], range: 20 },
    { levels: [-50, -35, -20, -35, -50], range: 15 },
  ];
  for (const [index, { levels, range }] of cases.entries())
    for (const sampleRate of RATES)
      it(`${index + 1}: tones at ${levels.join(', ')} dBFS, ${sampleRate} Hz`, () => {
        const tones = levels.map((level) => stereo(level, 20));
        assertWithin(measureTones(tones, sampleRate).rangeLu, range, [1, 1]);
      });
});
