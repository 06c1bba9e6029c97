import type { SearchHits } from '#repositories/search-index.ts';
import { StoreThread } from '../store-thread.ts';
import type { SearchKind } from './search-changes.ts';
import type { SearchDocument } from './search-documents.ts';
import { deleteSearchIndexFile } from './search-index-file.ts';

/** `stored` are the index's own entries, which may have gone from the catalogue; `done`: it follows the changes. */
export type IndexStage = 'stored' | SearchKind | 'done';

export interface IndexProgress {
  /** Of the catalogue's changes, the last one taken in. */
  position: number;
  stage: IndexStage;
  cursor: string | null;
}

/** Of `ids`, those without a document are not found any more. */
export interface SearchPiece {
  kind: SearchKind;
  ids: readonly string[];
  documents: readonly SearchDocument[];
}

export interface StoredEntry {
  rid: number;
  kind: SearchKind;
  id: string;
}

const WORKER_FILE = new URL('./search-index-worker.ts', import.meta.url);

interface Threads {
  writer: StoreThread;
  reader: StoreThread;
}

/** The index in a file of its own: one thread writes, another one searches. */
export class SearchIndexThreads {
  readonly #directory: string;
  #threads: Threads;
  #opened: Promise<unknown> | undefined;

  constructor(directory: string) {
    this.#directory = directory;
    this.#threads = this.#createThreads();
  }

  async search(query: string, limit: number): Promise<SearchHits> {
    await this.#open();
    return (await this.#threads.reader.call('searchIndex', 'search', [query, limit])) as SearchHits;
  }

  async findProgress(): Promise<IndexProgress | undefined> {
    return (await this.#write('findProgress', [])) as IndexProgress | undefined;
  }

  async listStored(after: number, limit: number): Promise<StoredEntry[]> {
    return (await this.#write('listStored', [after, limit])) as StoredEntry[];
  }

  async isWhole(): Promise<boolean> {
    return (await this.#write('isWhole', [])) as boolean;
  }

  async savePieces(pieces: readonly SearchPiece[], progress: IndexProgress | null): Promise<void> {
    await this.#write('savePieces', [pieces, progress]);
  }

  /** Throws the file away and begins an empty one. */
  recreate(): Promise<unknown> {
    const { writer, reader } = this.#threads;
    this.#threads = this.#createThreads();
    this.#opened = (async () => {
      await Promise.allSettled([reader.close(), writer.close()]);
      deleteSearchIndexFile(this.#directory);
      await this.#threads.writer.call('searchIndex', 'findProgress', []);
    })();
    return this.#opened;
  }

  async close(): Promise<void> {
    await this.#opened?.catch(() => undefined);
    await this.#threads.reader.close();
    await this.#threads.writer.close();
  }

  async #write(method: string, args: readonly unknown[]): Promise<unknown> {
    await this.#open();
    return this.#threads.writer.call('searchIndex', method, args);
  }

  /** The writer first: it makes the file. What failed is tried again by the next call. */
  async #open(): Promise<void> {
    this.#opened ??= this.#threads.writer.call('searchIndex', 'findProgress', []);
    try {
      await this.#opened;
    } catch (error) {
      this.#opened = undefined;
      throw error;
    }
  }

  #createThreads(): Threads {
    const create = (role: 'writer' | 'reader') =>
      new StoreThread({ directory: this.#directory, role }, () => undefined, WORKER_FILE);
    return { writer: create('writer'), reader: create('reader') };
  }
}
