import { MediaContainerError } from '../media-container-error.ts';

/** Reads numbers one after the other; a read beyond the end throws `damaged`, so that no length of a file is believed. */
export class ByteCursor {
  readonly bytes: Uint8Array;
  position: number;
  readonly #view: DataView;

  constructor(bytes: Uint8Array, position = 0) {
    this.bytes = bytes;
    this.position = position;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.bytes.length - this.position;
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2));
  }

  u24(): number {
    return this.u8() * 0x10000 + this.u16();
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4));
  }

  i16(): number {
    return this.#view.getInt16(this.#take(2));
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4));
  }

  /** 64 bits as a double: exact up to 2^53, which no size or sample count of a real file reaches. */
  u64(): number {
    return this.u32() * 0x100000000 + this.u32();
  }

  i64(): number {
    return this.i32() * 0x100000000 + this.u32();
  }

  u16le(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  i16le(): number {
    return this.#view.getInt16(this.#take(2), true);
  }

  u32le(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  i64le(): number {
    const low = this.u32le();
    return this.#view.getInt32(this.#take(4), true) * 0x100000000 + low;
  }

  /** Characters of one byte each. */
  ascii(length: number): string {
    return String.fromCharCode(...this.take(length));
  }

  /** Shares memory with what is read. */
  take(length: number): Uint8Array {
    const start = this.#take(length);
    return this.bytes.subarray(start, start + length);
  }

  skip(length: number): void {
    this.#take(length);
  }

  #take(length: number): number {
    const start = this.position;
    if (length < 0 || start + length > this.bytes.length) {
      throw new MediaContainerError('damaged', `It ends ${start + length - this.bytes.length} bytes too early.`);
    }
    this.position = start + length;
    return start;
  }
}
