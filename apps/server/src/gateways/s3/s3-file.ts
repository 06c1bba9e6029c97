import type { Readable } from 'node:stream';
import { DomainError } from '#models/errors.ts';
import type { BucketPlace } from '#models/media-location.ts';
import type { OpenFile, StoredFile } from '../media-store.ts';
import type { S3Requests } from './s3-requests.ts';

/** A body that gives nothing for this long is asked for again. */
const STALL_LIMIT_MS = 15_000;
const MOST_RESUMPTIONS = 3;

interface Part {
  body: Readable;
  pieces: AsyncIterator<Uint8Array>;
  /** What came and was not asked for yet. */
  rest: Uint8Array;
  position: number;
  end: number;
}

/**
 * An object, read in order through one request as fast as the reader takes it, or anywhere by a request for each read. All
 * of it is of one revision: an object that was replaced meanwhile fails.
 */
export class S3File implements OpenFile {
  readonly sizeBytes: number;
  readonly modifiedAtMs: number;
  readonly revision: string;
  readonly #requests: S3Requests;
  readonly #place: BucketPlace;
  #part: Part | undefined;
  #isClosed = false;

  constructor(requests: S3Requests, place: BucketPlace, facts: StoredFile) {
    this.#requests = requests;
    this.#place = place;
    this.sizeBytes = facts.sizeBytes;
    this.modifiedAtMs = facts.modifiedAtMs;
    this.revision = facts.revision;
  }

  async prepare(start: number, length: number): Promise<void> {
    if (this.#isClosed) throw new Error('The file is closed.');
    this.#endPart();
    const end = Math.min(this.sizeBytes, start + length);
    if (start >= end) return;
    const { Body } = await this.#requests.get(this.#place, { start, length: end - start, revision: this.revision });
    const body = Body as Readable;
    // Told where it is read; without a listener it would end the process when nobody reads.
    body.on('error', () => undefined);
    if (this.#isClosed) {
      body.destroy();
      throw new Error('The file was closed.');
    }
    const pieces = body[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    this.#part = { body, pieces, rest: new Uint8Array(0), position: start, end };
  }

  async read(target: Uint8Array, length: number, position: number): Promise<number> {
    const isNext = this.#part?.position === position && position < this.#part.end;
    if (!isNext) await this.prepare(position, length);
    const part = this.#part;
    if (!part) return 0;
    const wanted = Math.min(length, part.end - position);
    let filled = 0;
    for (let resumptions = 0; filled < wanted;) {
      const current = this.#part;
      if (!current) break;
      if (current.rest.length === 0 && !(await this.#receive(current))) {
        if (this.#isClosed || resumptions++ >= MOST_RESUMPTIONS) throw cutOff();
        await this.prepare(current.position, current.end - current.position);
        continue;
      }
      filled += take(current, target.subarray(filled, wanted));
    }
    return filled;
  }

  release(): void {
    this.close();
  }

  close(): void {
    this.#isClosed = true;
    this.#endPart();
  }

  /** The next piece; false when the connection broke or stalls. */
  async #receive(part: Part): Promise<boolean> {
    const stall = setTimeout(() => part.body.destroy(new Error('The bucket sends nothing.')), STALL_LIMIT_MS);
    try {
      const piece = await part.pieces.next();
      if (piece.done === true) return false;
      part.rest = piece.value;
      return true;
    } catch {
      return false;
    } finally {
      clearTimeout(stall);
    }
  }

  #endPart(): void {
    this.#part?.body.destroy();
    this.#part = undefined;
  }
}

function take(part: Part, target: Uint8Array): number {
  const taken = part.rest.subarray(0, target.length);
  target.set(taken);
  part.rest = part.rest.subarray(taken.length);
  part.position += taken.length;
  return taken.length;
}

const cutOff = (): DomainError =>
  new DomainError('unavailable', 'The media store stopped sending.', { retryAfterSeconds: 3 });
