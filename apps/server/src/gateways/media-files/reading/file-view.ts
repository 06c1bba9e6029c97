import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';

const HEAD_BYTES = 24 * 1024;
const LARGEST_READ = 64 * 1024 * 1024;

/** The bytes of a file do not make sense as the format they claim to be. */
export class MalformedAudio extends Error {
  override readonly name = 'MalformedAudio';
}

/** The file is sound, but holds nothing to listen to, or in a form that JetStream does not read. */
export class NotAudio extends Error {
  override readonly name = 'NotAudio';
}

/**
 * Random access to one open file. The head is read once, since headers and tags mostly fit into it; what lies elsewhere is
 * read on demand. Blocking on purpose: it runs in a worker, where a promise for each read costs more than the read.
 */
export class FileView {
  readonly size: number;
  readonly #descriptor: number;
  readonly #head: Buffer;

  constructor(path: string, scratch: Buffer) {
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

  /** Up to `length` bytes from `position`; shorter at the end of the file. Valid until the view is closed. */
  read(position: number, length: number): Buffer {
    const wanted = Math.min(length, this.size - position);
    if (!(position >= 0) || wanted <= 0) return Buffer.alloc(0);
    if (position + wanted <= this.#head.length) return this.#head.subarray(position, position + wanted);
    if (wanted > LARGEST_READ) throw new MalformedAudio(`A block of ${wanted} bytes is too large.`);
    return this.#readFromDisk(position, wanted);
  }

  /** Exactly `length` bytes. @throws MalformedAudio when the file ends before. */
  readExactly(position: number, length: number): Buffer {
    const bytes = this.read(position, length);
    if (bytes.length < length)
      throw new MalformedAudio(`The file ends at ${this.size}, inside a block at ${position}.`);
    return bytes;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  #readFromDisk(position: number, wanted: number): Buffer {
    const bytes = Buffer.allocUnsafe(wanted);
    let filled = 0;
    while (filled < wanted) {
      const count = readSync(this.#descriptor, bytes, filled, wanted - filled, position + filled);
      if (count === 0) break;
      filled += count;
    }
    return bytes.subarray(0, filled);
  }
}

/** Room for the head of one file after another. */
export const createScratch = (): Buffer => Buffer.allocUnsafeSlow(HEAD_BYTES);
