import { describe, expect, it } from 'vitest';
import { toPlainInit } from './init-segment.ts';
import { rawSegmentStart } from './raw-frames.ts';
import { segmentAt, segmentStart, timestampOffsetOf } from './segment-grid.ts';

const grid = {
  sampleRateHz: 48_000,
  segmentSamples: 192_000,
  segmentCount: 3,
  delaySamples: 312,
  durationSamples: 500_000,
};

describe('a place in segments', () => {
  it('counts the delay that is not heard', () => {
    expect(segmentAt(0, grid)).toBe(0);
    expect(segmentAt(3.99, grid)).toBe(0);
    expect(segmentAt(4, grid)).toBe(1);
    expect(segmentAt(99, grid)).toBe(2);
    expect(segmentStart(0, grid)).toBeCloseTo(-0.0065);
  });

  it('means the segment that begins there when a browser rounded down', () => {
    expect(segmentAt(segmentStart(1, grid) - 0.000001, grid)).toBe(1);
  });

  it('puts the first sample that is heard at the start of the track', () => {
    const offset = timestampOffsetOf(100, grid);
    expect(offset + grid.delaySamples / grid.sampleRateHz).toBeCloseTo(100, 5);
    expect(timestampOffsetOf(100, grid, 1_152) - offset).toBeCloseTo(0.024, 9);
  });

  it('is at the same sample for a browser that cuts its microseconds down to samples', () => {
    const cut = (seconds: number): number => Math.trunc((Math.round(seconds * 1e6) * grid.sampleRateHz) / 1e6);
    for (const startSample of [0, 1, 312, 313, 59_256, 133_330, 4_799_999])
      expect(cut(timestampOffsetOf(startSample / grid.sampleRateHz, grid))).toBe(startSample - grid.delaySamples);
  });

  it('is told by the frames alone where segments are bare', () => {
    expect(rawSegmentStart('audio/mp4; codecs="flac"', 1, grid)).toBeUndefined();
    expect(rawSegmentStart('audio/mpeg', 1, grid)).toBe(167 * 1_152 + 529);
  });
});

describe('an init segment', () => {
  const box = (type: string, ...content: number[]): number[] => [
    0,
    0,
    0,
    8 + content.length,
    ...Array.from(type, (letter) => letter.charCodeAt(0)),
    ...content,
  ];

  it('loses its edit list and the pre-skip of Opus, and nothing else', () => {
    const dOps = (preSkip: number, gain: number): number[] => box('dOps', 0, 2, 0, preSkip, 0, 0, 187, 128, 0, gain, 0);
    const init = Uint8Array.from(box('moov', ...box('trak', ...box('edts', 1, 2)), ...dOps(56, 0)));
    const plain = box('moov', ...box('trak', ...box('free', 1, 2)), ...dOps(0, 0));
    expect([...toPlainInit(init)]).toEqual(plain);
    expect([...toPlainInit(init, true)]).toEqual(box('moov', ...box('trak', ...box('free', 1, 2)), ...dOps(0, 1)));
  });
});
