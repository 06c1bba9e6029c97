import { concatBytes } from '@jetstream/media-containers/mp3-frames';
import { describe, expect, it } from 'vitest';
import { Mp3Takeover } from './mp3-takeover.ts';

const FRAME_SAMPLES = 1_152;
/** MPEG-1, 128 kbit/s, 48 kHz, stereo: 384 bytes, of which 348 are main data. */
const HEADER = [0xff, 0xfb, 0x94, 0];
/** The same with a CRC before the side information. */
const HEADER_WITH_CRC = [0xff, 0xfa, 0x94, 0];
/** MPEG-2, 64 kbit/s, 24 kHz, stereo: 192 bytes, of which 171 are main data; its main data begin up to 255 bytes before. */
const LOW_RATE_HEADER = [0xff, 0xf3, 0x84, 0];

const frame = (mark: number, mainDataBegin: number, header = HEADER): Uint8Array => {
  const bytes = new Uint8Array(header === LOW_RATE_HEADER ? 192 : 384).fill(mark);
  const field =
    header === LOW_RATE_HEADER ? [mainDataBegin] : [mainDataBegin >> 1, ((mainDataBegin & 1) << 7) | (mark & 0x7f)];
  bytes.set([...header, ...(header === HEADER_WITH_CRC ? [0xaa, 0xbb] : []), ...field]);
  return bytes;
};

const takeOver = (frames: readonly Uint8Array[], atSample: number, frameSamples = FRAME_SAMPLES) =>
  new Mp3Takeover(atSample, { startSample: 0, frameSamples }).push(concatBytes(frames));

describe('what a decoder of MP3 hears before its sound takes over', () => {
  it('is the frame before, and those in which its main data begin', () => {
    for (const [mainDataBegin, needed] of [
      [0, 1],
      [1, 2],
      [348, 2],
      [349, 3],
      [511, 3],
    ] as const) {
      const frames = [1, 2, 3, 4, 5, 6].map((mark) => frame(mark, mark === 5 ? mainDataBegin : 400));
      const takeover = takeOver(frames, 5.5 * FRAME_SAMPLES);
      expect(takeover?.unheard).toEqual(frames.slice(5 - needed, 5));
      expect(takeover?.heard).toEqual(frames[5]);
      expect(takeover?.passedSamples).toBe(5 * FRAME_SAMPLES);
    }
  });

  it('is found behind a CRC, and at low sample rates', () => {
    const protectedFrames = [1, 2, 3, 4].map((mark) => frame(mark, 347, HEADER_WITH_CRC));
    expect(takeOver(protectedFrames, 3 * FRAME_SAMPLES)?.unheard).toEqual(protectedFrames.slice(0, 3));
    const lowRate = [1, 2, 3, 4].map((mark) => frame(mark, 171, LOW_RATE_HEADER));
    expect(takeOver(lowRate, 3 * 576, 576)?.unheard).toEqual(lowRate.slice(1, 3));
  });

  it('is as much as there is, and nothing at the start', () => {
    const frames = [1, 2].map((mark) => frame(mark, 511));
    expect(takeOver(frames, FRAME_SAMPLES)?.unheard).toEqual(frames.slice(0, 1));
    expect(takeOver(frames, FRAME_SAMPLES - 1)).toEqual({ unheard: [], heard: concatBytes(frames), passedSamples: 0 });
  });

  it('is waited for while the frames come in pieces', () => {
    const frames = [1, 2, 3].map((mark) => frame(mark, 300));
    const row = concatBytes(frames);
    const search = new Mp3Takeover(2 * FRAME_SAMPLES, { startSample: 0, frameSamples: FRAME_SAMPLES });
    expect(search.push(row.slice(0, 500))).toBeUndefined();
    expect(search.push(row.slice(500, 767))).toBeUndefined();
    expect(search.push(row.slice(767, 800))).toMatchObject({
      unheard: frames.slice(0, 2),
      heard: row.slice(768, 800),
    });
  });
});
