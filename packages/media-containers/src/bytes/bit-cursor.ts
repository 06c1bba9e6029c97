import { MediaContainerError } from '../media-container-error.ts';

/** Reads bits, most significant first; a read beyond the end throws `damaged`. */
export class BitCursor {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get remaining(): number {
    return this.#bytes.length * 8 - this.#position;
  }

  /** At most 32 bits. */
  read(width: number): number {
    if (width > this.remaining) throw new MediaContainerError('damaged', 'It ends within a field of bits.');
    let value = 0;
    for (let left = width; left > 0;) {
      const offset = this.#position & 7;
      const count = Math.min(8 - offset, left);
      const byte = this.#bytes[this.#position >> 3] ?? 0;
      value = value * 2 ** count + ((byte >> (8 - offset - count)) & ((1 << count) - 1));
      this.#position += count;
      left -= count;
    }
    return value;
  }
}
