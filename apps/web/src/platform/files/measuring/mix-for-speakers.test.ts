import { expect, it } from 'vitest';
import { mixForSpeakers } from './mix-for-speakers.ts';

const of = (...samples: number[]): Float32Array => Float32Array.from(samples);

it('leaves to two loudspeakers what they play as it is', () => {
  expect(mixForSpeakers([of(0.5)])).toBeUndefined();
  expect(mixForSpeakers([of(0.5), of(0.25)])).toBeUndefined();
});

it('mixes six channels without the low-frequency one, whose places in frames stay', () => {
  const mixed = mixForSpeakers([of(0.5, 0), of(0, 0.25), of(0.2, 0), of(1, 1), of(0.1, 0), of(0, 0.3)]);
  const expected = [0.5 + Math.SQRT1_2 * 0.3, Math.SQRT1_2 * 0.2, 0, 0.25 + Math.SQRT1_2 * 0.3];
  expect([...(mixed ?? [])].map((value, at) => Math.abs(value - (expected[at] ?? 9)) < 1e-6)).toEqual(
    Array(4).fill(true),
  );
});

it('mixes four channels, and of other numbers the front pair is heard', () => {
  expect([...(mixForSpeakers([of(0.5), of(0.25), of(0.5), of(0)]) ?? [])]).toEqual([0.5, 0.125]);
  expect([...(mixForSpeakers([of(0.5), of(0.25), of(1)]) ?? [])]).toEqual([0.5, 0.25]);
});
