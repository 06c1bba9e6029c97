import type { WindowedSource } from '../bytes/windowed-source.ts';

/** Frames that tell their own length, one behind the other, all of the same number of samples. */
export interface FrameFormat {
  readonly headerBytes: number;
  readonly frameSamples: number;
  /** Length of the frame whose header begins at `offset`, or undefined when there is none of this stream. */
  lengthAt(bytes: Uint8Array, offset: number): number | undefined;
}

export interface FrameIndexInput {
  source: WindowedSource;
  format: FrameFormat;
  /** Where the first frame begins, and where tags behind the last one do. */
  startPosition: number;
  endPosition: number;
  /** Throws when frames of another kind are near behind a position: those of this stream are not all of the sound. */
  refuseOthers?(position: number): Promise<void>;
}

export interface IndexedFrame {
  number: number;
  position: number;
  data: Uint8Array;
}

const PIECE_BYTES = 128 * 1024;
/** Behind so many places without frames, those of another kind are not looked for any more: each look reads 256 KB. */
const MOST_LOOKS = 64;
/** One position is kept for so many frames: 40 KB for an hour of MP3. */
const STEP = 32;

/**
 * Knows where frames are, as far as it had to look. It counts from the first frame on, so that the number of a frame is exact
 * in files of varying bit rate and with junk in between, whatever was asked before.
 */
export class FrameIndex {
  readonly #input: FrameIndexInput;
  readonly #positions: number[];
  /** Set once the end was seen. */
  #count: number | undefined;

  constructor(input: FrameIndexInput) {
    this.#input = input;
    this.#positions = [input.startPosition];
  }

  async countFrames(): Promise<number> {
    if (this.#count === undefined) await this.#walkFrom(this.#positions.length - 1, () => true);
    return this.#count ?? 0;
  }

  /** Frames with numbers in [first, end), as far as there are. */
  async readFrames(first: number, end: number): Promise<IndexedFrame[]> {
    const frames: IndexedFrame[] = [];
    if (end <= first) return frames;
    await this.#walkFrom(Math.min(Math.floor(first / STEP), this.#positions.length - 1), (frame) => {
      if (frame.number >= first && frame.number < end) frames.push(frame);
      return frame.number + 1 < end;
    });
    return frames;
  }

  /** Visits frames from a known one on, for as long as `visit` wants more. */
  async #walkFrom(step: number, visit: (frame: IndexedFrame) => boolean): Promise<void> {
    const { source, format, endPosition } = this.#input;
    let position: number | undefined = this.#positions[step] ?? this.#input.startPosition;
    let number = step * STEP;
    let looks = 0;
    while (position !== undefined && position < endPosition) {
      const bytes: Uint8Array = await source.read(position, Math.min(PIECE_BYTES, endPosition - position));
      let offset = 0;
      for (;;) {
        const length = format.lengthAt(bytes, offset);
        if (length === undefined || offset + length > bytes.length) break;
        const frame = { number, position: position + offset, data: bytes.subarray(offset, offset + length) };
        if (number % STEP === 0) this.#positions[number / STEP] = frame.position;
        number += 1;
        offset += length;
        if (!visit(frame)) return;
      }
      if (offset === 0 && looks++ < MOST_LOOKS) await this.#input.refuseOthers?.(position);
      position = offset > 0 ? position + offset : await findFrame(this.#input, position + 1);
    }
    this.#count = number;
  }
}

/**
 * The first frame at or behind `position` whose successor is there too, or whose end is that of the sound. Used where frames do
 * not follow each other: junk, or a frame of another stream.
 */
export async function findFrame(input: FrameIndexInput, position: number): Promise<number | undefined> {
  const { source, format, endPosition } = input;
  for (let start = position; start < endPosition;) {
    const bytes = await source.read(start, Math.min(PIECE_BYTES, endPosition - start));
    for (let at = bytes.indexOf(0xff); at !== -1; at = bytes.indexOf(0xff, at + 1)) {
      const length = format.lengthAt(bytes, at);
      if (length === undefined) continue;
      const next = start + at + length;
      if (next === endPosition) return start + at;
      if (next > endPosition) continue;
      const header = await source.read(next, format.headerBytes);
      if (format.lengthAt(header, 0) !== undefined) return start + at;
    }
    start += Math.max(1, bytes.length - format.headerBytes + 1);
  }
  return undefined;
}
