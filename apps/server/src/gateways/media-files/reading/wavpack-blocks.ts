import type { FileView } from './file-view.ts';

const HEADER_BYTES = 32;
const FLAGS_AT = 24;
const IS_MONO = 4;
/** One for each pair of channels, or single one. */
const MOST_FIRST_BLOCKS = 64;

/** Blocks of WavPack that begin with the first sample say everything; music-metadata would go through thousands more, and counts the channels of one. */
export function listFirstBlocks(view: FileView, base: number): { end: number; channels: number } | undefined {
  let [end, channels] = [base, 0];
  for (let count = 0; count < MOST_FIRST_BLOCKS; count++) {
    const header = view.read(end, HEADER_BYTES);
    const isFirst = header.length === HEADER_BYTES && header.readUInt32LE(16) === 0;
    if (!isFirst || header.toString('latin1', 0, 4) !== 'wvpk') break;
    end += header.readUInt32LE(4) + 8;
    // A block without samples has none of the channels.
    if (header.readUInt32LE(20) > 0) channels += (header.readUInt32LE(FLAGS_AT) & IS_MONO) === 0 ? 2 : 1;
  }
  return channels === 0 ? undefined : { end: Math.min(view.size, end), channels };
}
