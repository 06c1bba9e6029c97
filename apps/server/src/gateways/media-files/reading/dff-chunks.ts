import type { FileView } from './file-view.ts';

const MOST_CHUNKS = 1_000;
const HEADER_BYTES = 12;
/** Behind the header of the form and its type. */
const FIRST_CHUNK = 16;

export interface DffChunk {
  id: string;
  start: number;
  end: number;
}

/** Chunks of DSDIFF 1.5 with lengths of 64 bits, padded to even ones, in a stretch of the file: those of the whole without one. */
export function* walkDffChunks(view: FileView, first = FIRST_CHUNK, end = view.size): Generator<DffChunk> {
  let at = first;
  for (let count = 0; at + HEADER_BYTES <= end && count < MOST_CHUNKS; count++) {
    const header = view.read(at, HEADER_BYTES);
    if (header.length < HEADER_BYTES) return;
    const size = Number(header.readBigUInt64BE(4));
    const start = at + HEADER_BYTES;
    yield { id: header.toString('latin1', 0, 4), start, end: start + size };
    at = start + size + (size & 1);
  }
}

export const isDffSound = ({ id }: DffChunk): boolean => id === 'DSD ' || id === 'DST ';
