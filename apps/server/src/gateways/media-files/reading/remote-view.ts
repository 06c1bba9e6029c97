import { FileView } from './file-view.ts';

/** A part of a file: from `start`, `end` not included. */
export interface Span {
  start: number;
  end: number;
}

/** Bytes that are not here yet were asked for: whoever reads has to be run again when they are. */
export class BytesAbsent extends Error {
  override readonly name = 'BytesAbsent';
}

/** For files without a header that tells: an eighth of a usual song, whose rate stands for the rest. */
const COUNTABLE_BYTES = 512 * 1024;
/** What is read around a place that was asked for: the next question is mostly about its neighbourhood. */
const BYTES_BEFORE = 2 * 1024;
const LEAST_BYTES = 12 * 1024;
/** Who asks this often goes through the file from part to part, as in fragments of MP4: each time twice as much is fetched then. */
const PATIENT_ROUNDS = 3;
const MOST_BYTES = 8 * 1024 * 1024;
/** A gap of this size before what is here already is fetched along: cheaper than another request. */
const CLOSED_GAP = 96 * 1024;

interface Block extends Span {
  bytes: Buffer;
}

/** The parts of a distant file that were fetched. A read of anything else throws `BytesAbsent` and remembers what is wanted. */
export class RemoteView extends FileView {
  readonly size: number;
  readonly countableBytes = COUNTABLE_BYTES;
  readonly #blocks: Block[] = [];
  #wanted: Span | null = null;
  #rounds = 0;

  constructor(size: number) {
    super();
    this.size = size;
  }

  add(start: number, bytes: Buffer): void {
    this.#blocks.push({ start, end: start + bytes.length, bytes });
    this.#blocks.sort((a, b) => a.start - b.start);
  }

  /** What the last reading lacked, if it lacked anything, with what it will probably ask for next. */
  takeWanted(): Span | null {
    const wanted = this.#wanted;
    this.#wanted = null;
    return wanted === null ? null : this.#widen(wanted);
  }

  protected readInside(position: number, length: number): Buffer {
    const end = position + length;
    const block = this.#blocks.find((one) => one.start <= position && end <= one.end);
    if (block !== undefined) return block.bytes.subarray(position - block.start, end - block.start);
    return this.#gather(position, end);
  }

  #gather(start: number, end: number): Buffer {
    const bytes = Buffer.allocUnsafe(end - start);
    let at = start;
    for (const block of this.#blocks) {
      if (block.end <= at || block.start > at) continue;
      const taken = Math.min(end, block.end);
      block.bytes.copy(bytes, at - start, at - block.start, taken - block.start);
      at = taken;
      if (at === end) return bytes;
    }
    this.#wanted ??= { start: at, end };
    throw new BytesAbsent(`Bytes ${at} to ${end} are not here.`);
  }

  #widen({ start, end }: Span): Span {
    const before = this.#blocks.findLast((block) => block.start < start);
    const from = Math.max(before?.end ?? 0, start - BYTES_BEFORE);
    const leastBytes = Math.min(MOST_BYTES, LEAST_BYTES * 2 ** Math.max(0, this.#rounds++ - PATIENT_ROUNDS));
    const to = Math.min(this.size, Math.max(end, from + leastBytes));
    const next = this.#blocks.find((block) => block.start >= start);
    return { start: from, end: next !== undefined && next.start - to < CLOSED_GAP ? next.start : to };
  }
}
