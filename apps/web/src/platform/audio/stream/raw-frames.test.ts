import { describe, expect, it } from 'vitest';
import { cutFrame, findLateFrame } from './raw-frames.ts';

const FRAME = 1_152;
const grid = {
  sampleRateHz: 44_100,
  segmentSamples: 100 * FRAME,
  segmentCount: 2,
  delaySamples: 1_105,
  durationSamples: 0,
};
const endingAt = (sample: number) => ({ ...grid, durationSamples: sample - grid.delaySamples });

describe('the frame behind the last one that the append window takes', () => {
  it('is needed where the sound ends in the first samples of a frame', () => {
    expect(findLateFrame(1, endingAt(150 * FRAME + 1))).toBe(50);
    expect(findLateFrame(1, endingAt(150 * FRAME + 529))).toBe(50);
    expect(findLateFrame(1, endingAt(150 * FRAME + 530))).toBeUndefined();
    expect(findLateFrame(1, endingAt(150 * FRAME))).toBeUndefined();
  });

  it('is looked for in its own segment', () => {
    expect(findLateFrame(0, endingAt(150 * FRAME + 1))).toBeUndefined();
    expect(findLateFrame(1, endingAt(100 * FRAME + 1))).toBe(0);
  });

  it('is cut out of frames that came in pieces', () => {
    // MPEG-1 layer III at 128 kbit/s and 44.1 kHz: 417 bytes, and one more with padding.
    const frame = (mark: number, padding: number): Uint8Array => {
      const bytes = new Uint8Array(417 + padding).fill(mark);
      bytes.set([0xff, 0xfb, 0x90 | (padding << 1), 0]);
      return bytes;
    };
    const frames = [frame(1, 0), frame(2, 1), frame(3, 0)];
    const row = frames.flatMap((bytes) => [...bytes]);
    const pieces = [Uint8Array.from(row.slice(0, 500)), Uint8Array.from(row.slice(500))];
    expect(cutFrame(pieces, 1)).toEqual(frames[1]);
    expect(cutFrame(pieces, 3)).toBeUndefined();
  });
});
