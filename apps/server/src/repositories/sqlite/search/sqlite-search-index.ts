import type { SearchHits, SearchIndex } from '#repositories/search-index.ts';
import type { SqliteDatabase } from '../sqlite-database.ts';
import { readSearchDocuments } from './database-documents.ts';
import { deleteSearchChanges, idsByKind, type SearchChanges } from './search-changes.ts';
import { SearchEntries } from './search-entries.ts';

/** The index in the database of the catalogue that it is made from. */
export class SqliteSearchIndex implements SearchIndex {
  readonly #database: SqliteDatabase;
  readonly #entries: SearchEntries;

  constructor(database: SqliteDatabase) {
    this.#database = database;
    this.#entries = new SearchEntries(database);
  }

  async search(query: string, limit: number): Promise<SearchHits> {
    return this.#entries.search(query, limit);
  }

  async updateFromCatalogue(changed: SearchChanges): Promise<void> {
    this.#database.transaction(() => {
      for (const [kind, ids] of idsByKind(changed)) {
        this.#entries.save(kind, ids, readSearchDocuments(this.#database, kind, ids));
        deleteSearchChanges(this.#database, kind, ids);
      }
    });
  }
}
