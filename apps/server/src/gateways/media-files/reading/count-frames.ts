import type { FileView } from './file-view.ts';

/** One piece of a stream of bare frames. */
export interface BareFrame {
  lengthBytes: number;
  samples: number;
}

export interface FrameRun {
  start: number;
  end: number;
  /** A longer one there is not. */
  largestBytes: number;
  /** Null where no frame begins, or its header is not whole. */
  parse(bytes: Buffer, at: number): BareFrame | null;
}

const CHUNK_BYTES = 1024 * 1024;
const FRAMES_IN_A_ROW = 4;
/** Frames that are walked to learn the rate of a long file. */
const MOST_COUNTED_BYTES = 8 * 1024 * 1024;

/** How many samples frames hold that follow one another without any table of contents: counted, from where a long file is reckoned. */
export function countSamples(view: FileView, run: FrameRun): number {
  const { start, end, largestBytes } = run;
  let samples = 0;
  let at = start;
  const limit = Math.min(end, start + MOST_COUNTED_BYTES, start + view.countableBytes);
  while (at < limit) {
    const piece = Math.min(CHUNK_BYTES, limit - at);
    const walked = walkFrames(view.read(at, Math.min(piece + largestBytes, end - at)), run, piece);
    samples += walked.samples;
    // Damage may be longer than a piece; a row that begins at its end is found from the next one.
    const passed = piece === CHUNK_BYTES ? piece - FRAMES_IN_A_ROW * largestBytes : piece;
    at += walked.length > 0 ? walked.length : passed;
  }
  // What no frame follows counts as bytes of the last one.
  const bytes = at >= limit && limit < end ? at - start : end - start;
  return bytes > 0 ? (samples / bytes) * (end - start) : 0;
}

/**
 * Frames that begin in the first `pieceBytes`; what lies behind those is there for headers that stand within a frame, as of extensions.
 * Damage between frames is stepped over.
 */
function walkFrames(chunk: Buffer, { parse }: FrameRun, pieceBytes: number): { samples: number; length: number } {
  let samples = 0;
  let at = 0;
  let length = 0;
  while (at < pieceBytes) {
    const frame = parse(chunk, at);
    if (frame === null) {
      at = findRow(chunk, parse, at + 1);
      continue;
    }
    samples += frame.samples;
    at += frame.lengthBytes;
    length = at;
  }
  return { samples, length };
}

/** Where frames follow each other again: a single header may be chance. The end of the chunk when nowhere. */
function findRow(chunk: Buffer, parse: FrameRun['parse'], from: number): number {
  for (let start = from; start < chunk.length; start++) {
    let at = start;
    let frames = 0;
    for (let frame = parse(chunk, at); frame !== null && frames < FRAMES_IN_A_ROW; frame = parse(chunk, at)) {
      at += frame.lengthBytes;
      frames++;
    }
    if (frames === FRAMES_IN_A_ROW) return start;
  }
  return chunk.length;
}
