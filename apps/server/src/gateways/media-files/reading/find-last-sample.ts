import { LONGEST_HEADER_BYTES, readFrameHeader } from '@jetstream/media-containers/flac-frames';
import type { FileView } from './file-view.ts';
import type { FlacStreamInfo } from './read-flac.ts';

const SYNC = 0xff;
/** Where the largest frame is not told: larger ones are rare, of high rates and many channels. */
const USUAL_LARGEST_FRAME = 64 * 1024;

/**
 * Where the last frame before `end` stops, in samples; null when no frame is found there. Bytes that look like a header by chance mostly tell
 * of a place behind all that is told, or where nothing is, of one that no frame ends at; and else of one before the last.
 */
export function findLastSample(view: FileView, end: number, info: FlacStreamInfo): number | null {
  const frames = info.totalSamples > 0 ? 1 : 2;
  const length = frames * (info.largestFrameBytes || USUAL_LARGEST_FRAME) + LONGEST_HEADER_BYTES;
  const start = Math.max(0, end - length);
  const tail = view.read(start, end - start);
  const ends = new Set<number>();
  let last: number | null = null;
  for (let at = tail.indexOf(SYNC); at >= 0; at = tail.indexOf(SYNC, at + 1)) {
    const header = readFrameHeader(tail, at);
    if (!header) continue;
    const first = header.isNumberedBySample ? header.codedNumber : header.codedNumber * info.blockSamples;
    const behind = first + header.blockSamples;
    const isCredible = info.totalSamples > 0 ? behind <= info.totalSamples : first === 0 || ends.has(first);
    if (isCredible) last = Math.max(last ?? 0, behind);
    ends.add(behind);
  }
  return last;
}
