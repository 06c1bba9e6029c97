import type { ByteSource } from '../packet-stream.ts';

/** Reads ahead of small requests and keeps the latest piece, so that walking along a file costs few reads. */
export class WindowedSource {
  readonly sizeBytes: number;
  readonly #source: ByteSource;
  readonly #pieceBytes: number;
  #start = 0;
  #piece: Uint8Array = new Uint8Array();

  constructor(source: ByteSource, pieceBytes: number) {
    this.sizeBytes = source.sizeBytes;
    this.#source = source;
    this.#pieceBytes = pieceBytes;
  }

  /** Bytes from `position`; fewer than `length` only at the end of the file. Shares memory with what is kept. */
  async read(position: number, length: number): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(length, this.sizeBytes - position));
    if (wanted === 0) return new Uint8Array();
    const offset = position - this.#start;
    if (offset >= 0 && offset + wanted <= this.#piece.length) return this.#piece.subarray(offset, offset + wanted);
    const piece = await this.#source.read(
      position,
      Math.min(Math.max(wanted, this.#pieceBytes), this.sizeBytes - position),
    );
    this.#start = position;
    this.#piece = piece;
    return piece.subarray(0, wanted);
  }
}
