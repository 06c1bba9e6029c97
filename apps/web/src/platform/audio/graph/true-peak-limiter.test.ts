import { describe, expect, it } from 'vitest';
import { couldOvershoot, levellingGainDb, toAmplitude } from './loudness-curve.ts';
import { TruePeakLimiter } from './true-peak-limiter.ts';

const SAMPLE_RATE_HZ = 48_000;
const BLOCK = 128;

function limit(input: Float32Array): { output: Float32Array; latency: number } {
  const limiter = new TruePeakLimiter({ sampleRateHz: SAMPLE_RATE_HZ, channels: 1, ceilingDb: -1 });
  const output = input.slice();
  for (let from = 0; from < output.length; from += BLOCK) limiter.process([output.subarray(from, from + BLOCK)]);
  return { output, latency: limiter.latencySamples };
}

const tone = (hz: number, amplitude: number): Float32Array =>
  Float32Array.from(
    { length: SAMPLE_RATE_HZ },
    (_, index) => amplitude * Math.sin((2 * Math.PI * hz * index) / SAMPLE_RATE_HZ + Math.PI / 4),
  );
const peakOf = (samples: Float32Array): number => samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0);

describe('the limiter', () => {
  it('leaves what is below the ceiling as it is, only later', () => {
    const input = tone(440, 0.5);
    const { output, latency } = limit(input);
    for (let index = 0; index < 10_000; index += 97) expect(output[index + latency]).toBeCloseTo(input[index] ?? 0, 6);
  });

  it('holds a tone that begins at four times the ceiling below it from the first sample on', () => {
    expect(peakOf(limit(tone(440, 4)).output)).toBeLessThanOrEqual(10 ** (-1 / 20));
  });

  it('sees a peak between samples: a quarter of the sample rate, met beside its tops', () => {
    // The samples of this tone reach 0.707 of it; so its true peak is that of its amplitude.
    const { output } = limit(tone(SAMPLE_RATE_HZ / 4, 1.2));
    expect(peakOf(output.subarray(2_000)) * Math.SQRT2).toBeLessThanOrEqual(10 ** (-1 / 20) * 1.01);
  });
});

describe('levels', () => {
  it('halve the loudness, ten decibels, at half of the slider', () => {
    expect(20 * Math.log10(toAmplitude(0.5))).toBeCloseTo(-10, 6);
    expect([toAmplitude(0), toAmplitude(1), toAmplitude(7)]).toEqual([0, 1, 1]);
  });

  it('take the gain that was chosen, or the other where that is not known', () => {
    const loudness = { trackGainDb: -6, trackPeak: 0.9, albumGainDb: null, albumPeak: null };
    const alone = { loudness, isWithinAlbum: false };
    expect(levellingGainDb({ mode: 'off', preampDb: 3 }, alone)).toBe(0);
    expect(levellingGainDb({ mode: 'album', preampDb: 1 }, alone)).toBe(-5);
    expect(levellingGainDb({ mode: 'track', preampDb: 1 }, { loudness: null, isWithinAlbum: false })).toBe(1);
  });

  it('are those of the album for what is played within it, and of the song otherwise', () => {
    const loudness = { trackGainDb: -6, trackPeak: 0.9, albumGainDb: -4, albumPeak: 0.9 };
    const gainsOf = (mode: 'auto' | 'track' | 'album') =>
      [true, false].map((isWithinAlbum) => levellingGainDb({ mode, preampDb: 0 }, { loudness, isWithinAlbum }));
    expect([gainsOf('auto'), gainsOf('track'), gainsOf('album')]).toEqual([
      [-4, -6],
      [-6, -6],
      [-4, -4],
    ]);
  });

  it('need the limiter only where a raised peak could pass the ceiling', () => {
    const quiet = { trackGainDb: 6, trackPeak: 0.2, albumGainDb: null, albumPeak: null };
    expect(couldOvershoot(6, quiet)).toBe(false);
    expect(couldOvershoot(6, null)).toBe(true);
    expect(couldOvershoot(-6, null)).toBe(false);
  });
});
