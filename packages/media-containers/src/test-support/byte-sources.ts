import type { ByteSource } from '../packet-stream.ts';

/** A file in memory that counts how it is read. */
export class MemorySource implements ByteSource {
  readonly sizeBytes: number;
  reads = 0;
  bytesRead = 0;
  longestRead = 0;
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.sizeBytes = bytes.length;
  }

  read(position: number, length: number): Promise<Uint8Array> {
    const piece = this.#bytes.subarray(position, position + length);
    this.reads += 1;
    this.bytesRead += piece.length;
    this.longestRead = Math.max(this.longestRead, length);
    return Promise.resolve(piece);
  }
}
