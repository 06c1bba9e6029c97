import { answerCalls, type CallAnswerer } from '../answer-calls.ts';
import type { SqliteDatabase } from '../sqlite-database.ts';
import { type StoreAnswer, type StoreCall, type StoreThreadOptions, toFault } from '../store-messages.ts';
import { SearchEntries } from './search-entries.ts';
import { openSearchIndexFile, openSearchIndexForReading } from './search-index-file.ts';
import type { IndexProgress, SearchPiece, StoredEntry } from './search-index-threads.ts';

/** Answers for the index that has a file of its own. */
class SearchIndexWorker implements CallAnswerer {
  readonly #database: SqliteDatabase;
  readonly #entries: SearchEntries;
  readonly #methods: Readonly<Record<string, (...args: never[]) => unknown>> = {
    search: (query: string, limit: number) => this.#entries.search(query, limit),
    findProgress: () => this.#findProgress(),
    listStored: (after: number, limit: number) => this.#listStored(after, limit),
    isWhole: () => this.#isWhole(),
    savePieces: (pieces: readonly SearchPiece[], progress: IndexProgress | null) => this.#savePieces(pieces, progress),
    close: () => this.#database.close(),
  };

  constructor({ directory, role }: StoreThreadOptions) {
    this.#database = role === 'writer' ? openSearchIndexFile(directory) : openSearchIndexForReading(directory);
    this.#entries = new SearchEntries(this.#database);
  }

  async answer({ callId, method, args }: StoreCall): Promise<StoreAnswer> {
    try {
      const called = this.#methods[method];
      if (!called) throw new Error(`There is no method ${method}`);
      return { callId, catalogueVersion: '', result: called(...(args as never[])) };
    } catch (error) {
      return { callId, catalogueVersion: '', error: toFault(error) };
    }
  }

  #findProgress(): IndexProgress | undefined {
    const row = this.#database.get<IndexProgress>('SELECT position, stage, cursor FROM search_progress');
    return row && { ...row };
  }

  #listStored(after: number, limit: number): StoredEntry[] {
    return this.#database
      .all<StoredEntry>(
        'SELECT rid, kind, item_id AS id FROM search_entries WHERE rid > ? ORDER BY rid LIMIT ?',
        after,
        limit,
      )
      .map((row) => ({ ...row }));
  }

  #isWhole(): boolean {
    return this.#database.get<{ quick_check: string }>('PRAGMA quick_check(1)')?.quick_check === 'ok';
  }

  /** Entries and how far the index is with them: all or nothing. */
  #savePieces(pieces: readonly SearchPiece[], progress: IndexProgress | null): void {
    this.#database.transaction(() => {
      for (const { kind, ids, documents } of pieces) this.#entries.save(kind, ids, documents);
      if (!progress) return;
      const { position, stage, cursor } = progress;
      this.#database.run('INSERT OR REPLACE INTO search_progress VALUES (1, ?, ?, ?)', position, stage, cursor);
    });
  }
}

answerCalls((options) => new SearchIndexWorker(options));
