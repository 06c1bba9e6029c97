import fs from 'node:fs';
import { DomainError } from '#models/errors.ts';

// Not blocking: opening a pipe that nobody writes to would otherwise hold a thread for ever.
const OPEN_FLAGS = fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0);

/** A descriptor and what the file was when it was opened. Callbacks, not `FileHandle`: it costs less for each call. */
export class DiskFile {
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly revision: string;
  readonly #descriptor: number;
  #isReading = false;
  #isClosed = false;

  private constructor(descriptor: number, stats: fs.BigIntStats) {
    this.#descriptor = descriptor;
    this.sizeBytes = Number(stats.size);
    this.modifiedAtMs = Number(stats.mtimeMs);
    this.revision = revisionOf(stats);
  }

  /** @throws DomainError media-missing; unavailable when the machine or the disk, not the file, is the reason */
  static async open(path: string): Promise<DiskFile> {
    const descriptor = await openDescriptor(path);
    try {
      const stats = await statDescriptor(descriptor);
      if (!stats.isFile()) throw new Error('not a regular file');
      return new DiskFile(descriptor, stats);
    } catch (cause) {
      closeDescriptor(descriptor);
      throw toMissing(cause);
    }
  }

  /** @throws DomainError unavailable when the disk fails */
  read(target: Uint8Array, length: number, position: number): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(new Error('The file is closed.'));
        return;
      }
      this.#isReading = true;
      fs.read(this.#descriptor, target, 0, length, position, (error, count) => {
        this.#isReading = false;
        if (this.#isClosed) closeDescriptor(this.#descriptor);
        if (error) reject(toUnavailable(error));
        else resolve(count);
      });
    });
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // The kernel may give the number to another file at once: a read under way would then read that one.
    if (!this.#isReading) closeDescriptor(this.#descriptor);
  }

  /** Whether the path still leads to this file, with the same bytes. */
  isStillAt(path: string): Promise<boolean> {
    return new Promise((resolve) => {
      fs.stat(path, { bigint: true }, (error, stats) => resolve(!error && revisionOf(stats) === this.revision));
    });
  }
}

export const revisionOf = ({ size, mtimeNs, ino }: fs.BigIntStats): string =>
  `${size.toString(36)}-${mtimeNs.toString(36)}-${ino.toString(36)}`;

function openDescriptor(path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    fs.open(path, OPEN_FLAGS, (error, descriptor) => (error ? reject(toOpenFault(error)) : resolve(descriptor)));
  });
}

function statDescriptor(descriptor: number): Promise<fs.BigIntStats> {
  return new Promise((resolve, reject) => {
    fs.fstat(descriptor, { bigint: true }, (error, stats) => (error ? reject(error) : resolve(stats)));
  });
}

// Reading has no unsaved bytes that a failed close could lose.
const closeDescriptor = (descriptor: number): void => fs.close(descriptor, () => {});

const toMissing = (cause: unknown): DomainError =>
  new DomainError('media-missing', 'The file is not there or cannot be read.', { cause });

/** Of this machine or of the way to the disk, not of the file: no descriptors or memory left, a mount that does not answer. */
const PASSING = new Set(['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN', 'EIO', 'ETIMEDOUT', 'EHOSTDOWN', 'ENOTCONN']);

const toOpenFault = (error: NodeJS.ErrnoException): DomainError =>
  PASSING.has(error.code ?? '')
    ? new DomainError('unavailable', 'The server cannot open the file now.', { cause: error })
    : toMissing(error);

const toUnavailable = (cause: unknown): DomainError =>
  new DomainError('unavailable', 'The disk gives an error where the file is read.', { cause });
