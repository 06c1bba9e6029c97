import { AVSEEK_SET } from 'node-av/constants';
import { IOContext } from 'node-av/lib';
import { UnreadableMediaError } from '../transcoding-errors.ts';

/** Larger ones take longer: their memory is had anew for each. */
const PIECE_BYTES = 2 ** 17;

/** Bytes of a file in pieces, from front to back; what is jumped over by more than a piece is not read. */
export class ForwardReader {
  /** Filled anew again and again: bytes are good until the next call of `reach`. */
  readonly piece = Buffer.allocUnsafe(PIECE_BYTES);
  readonly sizeBytes: number;
  readonly #io: IOContext;
  #start = 0;
  #length = 0;

  /** @throws UnreadableMediaError */
  constructor(url: string) {
    this.#io = openIo(url);
    this.sizeBytes = Number(this.#io.sizeSync());
  }

  /** Where a byte of the file is in `piece`. `length` bytes from there on are those of the file, and zeros behind its end. */
  reach(position: number, length: number): number {
    const at = position - this.#start;
    if (at >= 0 && at + length <= this.#length) return at;
    this.#readOn(position, length);
    return 0;
  }

  close(): void {
    this.#io.closepSync();
  }

  #readOn(position: number, length: number): void {
    const at = position - this.#start;
    const kept = at < 0 || at >= this.#length ? 0 : this.#length - at;
    this.piece.copyWithin(0, at, at + kept);
    const wanted = Math.min(this.piece.length - kept, Math.max(0, this.sizeBytes - position - kept));
    const filled = kept + (wanted > 0 ? this.#read(position + kept, kept, wanted) : 0);
    this.piece.fill(0, filled, Math.max(filled, length));
    this.#start = position;
    this.#length = Math.max(filled, length);
  }

  #read(position: number, at: number, length: number): number {
    if (position !== Number(this.#io.pos) && this.#io.seekSync(BigInt(position), AVSEEK_SET) < 0n) return 0;
    const bytes = this.#io.readSync(length);
    if (typeof bytes === 'number') return 0;
    this.piece.set(bytes, at);
    return bytes.length;
  }
}

/** @throws UnreadableMediaError */
export function openIo(url: string): IOContext {
  const io = new IOContext();
  if (io.open2Sync(url) < 0) throw new UnreadableMediaError('It cannot be read.');
  return io;
}
