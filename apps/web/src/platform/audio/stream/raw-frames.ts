import { concatBytes, findMp3Header } from '@jetstream/media-containers/mp3-frames';
import type { SegmentGrid } from './segment-grid.ts';

/** Segments of bare MP3 frames, which do not say when they are. */
const RAW_MP3 = 'audio/mpeg';
/** ISO 11172-3 and, for low sample rates, 13818-3. */
const FRAME_SAMPLES = 1_152;
const LOW_RATE_FRAME_SAMPLES = 576;
const LOWEST_FULL_RATE_HZ = 32_000;
/** Of every MP3 decoder; Chromium counts a bare frame's time from where its content comes out, not from where it goes in. */
const DECODER_DELAY_SAMPLES = 529;

/** Whether what is in the segments does not say when it is, so that a browser puts it one behind the other. */
export const hasBareFrames = (mimeType: string): boolean => mimeType === RAW_MP3;

/** How far behind the timeline's zero a segment begins, in samples; undefined where the segments tell it themselves. */
export function rawSegmentStart(mimeType: string, index: number, grid: SegmentGrid): number | undefined {
  if (!hasBareFrames(mimeType)) return undefined;
  return firstFrameOf(index, grid) * frameSamplesOf(grid) + DECODER_DELAY_SAMPLES;
}

/**
 * Which frame of a segment has to be decoded for the last sounds of the track to come out, although by Chromium's count it begins
 * behind them: 0 for the segment's first. Undefined where there is none in this segment.
 */
export function findLateFrame(index: number, grid: SegmentGrid): number | undefined {
  const frameSamples = frameSamplesOf(grid);
  const heardEnd = grid.delaySamples + grid.durationSamples;
  const last = Math.ceil(heardEnd / frameSamples) - 1;
  const isLate = last * frameSamples + DECODER_DELAY_SAMPLES >= heardEnd;
  const first = firstFrameOf(index, grid);
  return isLate && last >= first && last < firstFrameOf(index + 1, grid) ? last - first : undefined;
}

export const countFrames = (bytes: Uint8Array): number => [...framesOf(bytes)].length;

/** One frame out of a row of them that came in pieces; undefined where the row does not go so far. */
export function cutFrame(pieces: readonly Uint8Array[], ordinal: number): Uint8Array | undefined {
  let passed = 0;
  for (const frame of framesOf(concatBytes(pieces))) if (passed++ === ordinal) return frame.slice();
  return undefined;
}

/** Frames in a row, up to where none follows. */
function* framesOf(bytes: Uint8Array): Generator<Uint8Array> {
  let from = 0;
  for (let header = findMp3Header(bytes, from); header; header = findMp3Header(bytes, from)) {
    const to = from + header.frameBytes;
    yield bytes.subarray(from, to);
    from = to;
  }
}

export const frameSamplesOf = ({ sampleRateHz }: SegmentGrid): number =>
  sampleRateHz < LOWEST_FULL_RATE_HZ ? LOW_RATE_FRAME_SAMPLES : FRAME_SAMPLES;

const firstFrameOf = (index: number, grid: SegmentGrid): number =>
  Math.ceil((index * grid.segmentSamples) / frameSamplesOf(grid));
