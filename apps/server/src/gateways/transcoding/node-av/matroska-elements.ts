import type { ForwardReader } from './forward-reader.ts';

/** Gone into: the segment, clusters and groups of blocks. All others are passed over whole. */
const ENTERED = new Set([0x18538067, 0x1f43b675, 0xa0]);
/** An identifier of four bytes and a length of eight. */
const HEADER_BYTES = 12;

/** The elements of a Matroska file in order (RFC 8794, RFC 9559), whatever lies in which. */
export class MatroskaElements {
  id = 0;
  size = 0;
  /** Where it begins behind its header. */
  body = 0;
  readonly #file: ForwardReader;
  #next = 0;
  #isBroken = false;

  constructor(file: ForwardReader) {
    this.#file = file;
  }

  /** What was found is no element, or one whose end nobody can tell. */
  get isBroken(): boolean {
    return this.#isBroken;
  }

  /** False at the end, also of a file that was cut off. */
  next(): boolean {
    if (this.#isBroken || this.#next >= this.#file.sizeBytes) return false;
    const at = this.#file.reach(this.#next, HEADER_BYTES);
    const { piece } = this.#file;
    const idBytes = byteCountAt(piece, at);
    const sizeBytes = byteCountAt(piece, at + idBytes);
    this.#isBroken = idBytes > 4 || sizeBytes > 8;
    if (this.#isBroken) return false;
    this.id = piece.readUIntBE(at, idBytes);
    this.size = readLength(piece, at + idBytes);
    this.body = this.#next + idBytes + sizeBytes;
    const isEntered = ENTERED.has(this.id);
    this.#isBroken = this.size < 0 && !isEntered;
    this.#next = isEntered ? this.body : this.body + this.size;
    return !this.#isBroken && (isEntered || this.#next <= this.#file.sizeBytes);
  }

  readNumber(): number {
    const at = this.#file.reach(this.body, HEADER_BYTES);
    let value = 0;
    for (let index = 0; index < this.size && index < 8; index++)
      value = value * 256 + (this.#file.piece[at + index] ?? 0);
    return value;
  }
}

/** How many bytes a number has that says so itself by its leading zeros; more than 8 is none. */
export const byteCountAt = (bytes: Uint8Array, at: number): number => Math.clz32(bytes[at] ?? 0) - 23;

/** RFC 8794, section 4. -1 for the one that means that nothing is known. */
export function readLength(bytes: Uint8Array, at: number): number {
  const byteCount = byteCountAt(bytes, at);
  let value = (bytes[at] ?? 0) & (0xff >> byteCount);
  let isUnknown = value === 0xff >> byteCount;
  for (let index = 1; index < byteCount; index++) {
    const byte = bytes[at + index] ?? 0;
    isUnknown &&= byte === 0xff;
    value = value * 256 + byte;
  }
  return isUnknown ? -1 : value;
}
