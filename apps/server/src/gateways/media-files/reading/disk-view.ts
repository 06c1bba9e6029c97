import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { FileView, NotAudio } from './file-view.ts';

const HEAD_BYTES = 24 * 1024;

/**
 * One open file of the disk. The head is read once, since headers and tags mostly fit into it; what lies elsewhere is read on
 * demand. Blocking on purpose: it runs in a worker.
 */
export class DiskView extends FileView {
  readonly size: number;
  readonly countableBytes = Number.POSITIVE_INFINITY;
  readonly #descriptor: number;
  readonly #head: Buffer;

  constructor(path: string, scratch: Buffer) {
    super();
    // Without O_NONBLOCK, opening what became a FIFO since the listing would wait for a writer.
    this.#descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stat = fstatSync(this.#descriptor);
      if (!stat.isFile()) throw new NotAudio('Not a regular file.');
      this.size = stat.size;
      const length = readSync(this.#descriptor, scratch, 0, HEAD_BYTES, 0);
      this.#head = scratch.subarray(0, length);
    } catch (error) {
      closeSync(this.#descriptor);
      throw error;
    }
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  protected readInside(position: number, length: number): Buffer {
    if (position + length <= this.#head.length) return this.#head.subarray(position, position + length);
    const bytes = Buffer.allocUnsafe(length);
    let filled = 0;
    while (filled < length) {
      const count = readSync(this.#descriptor, bytes, filled, length - filled, position + filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  }
}

/** Room for the head of one file after another. */
export const createScratch = (): Buffer => Buffer.allocUnsafeSlow(HEAD_BYTES);
