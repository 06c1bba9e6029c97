import { DomainError } from '#models/errors.ts';
import type { MediaStore, OpenFile } from '../media-store.ts';
import type { LibrarySource, ListedFacts } from './library-source.ts';
import type { FileView } from './reading/file-view.ts';
import { readRemotely } from './reading/read-remotely.ts';
import type { Span } from './reading/remote-view.ts';

/** A request takes tens of milliseconds, the reading between two a tenth of one. */
const FILES_AT_ONCE = 16;

/** Folders of a bucket, read through ranges. */
export class BucketSource implements LibrarySource {
  readonly concurrency = FILES_AT_ONCE;
  readonly #store: MediaStore;
  #turn: Promise<unknown> = Promise.resolve();
  #questions = 0;

  constructor(store: MediaStore) {
    this.#store = store;
  }

  get isWaiting(): boolean {
    return this.#questions > 0;
  }

  async read<T>(location: string, facts: ListedFacts | null, use: (view: FileView) => Promise<T>): Promise<T> {
    const { sizeBytes, revision } = facts?.revision === undefined ? await this.#find(location) : facts;
    const known = { location, sizeBytes, revision: revision ?? '', modifiedAtMs: 0 };
    const fetch = (span: Span) => this.#ask(async () => fetchSpan(await this.#store.openFile(location, known), span));
    return readRemotely({ name: location, sizeBytes, fetch }, use, (run) => this.#inTurn(run));
  }

  async readSmallFile(location: string, limitBytes: number): Promise<Uint8Array | null> {
    try {
      return await this.#ask(() => this.#store.readFile(location, limitBytes));
    } catch (error) {
      if (error instanceof DomainError && error.code !== 'unavailable') return null;
      throw error;
    }
  }

  async #find(location: string): Promise<ListedFacts> {
    const file = await this.#ask(() => this.#store.findFile(location));
    if (!file) throw new DomainError('media-missing', 'It is not there (any more).');
    return file;
  }

  async #ask<T>(question: () => Promise<T>): Promise<T> {
    this.#questions += 1;
    try {
      return await question();
    } finally {
      this.#questions -= 1;
    }
  }

  #inTurn<T>(run: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(run);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

async function fetchSpan(file: OpenFile, { start, end }: Span): Promise<Buffer> {
  try {
    const bytes = Buffer.allocUnsafe(end - start);
    for (let filled = 0; filled < bytes.length;) {
      if (filled === 0) await file.prepare(start, bytes.length);
      const count = await file.read(bytes.subarray(filled), bytes.length - filled, start + filled);
      if (count === 0) throw new DomainError('media-missing', 'The file ended early.');
      filled += count;
    }
    return bytes;
  } finally {
    file.close();
  }
}
