import { type SqliteDatabase, toJsonList } from '../sqlite-database.ts';
import type { SearchKind } from './search-changes.ts';
import type { SearchDocument } from './search-documents.ts';
import { foldForSearch, toBareName, toIndexWords } from './search-words.ts';

export const searchTables = {
  artist: 'search_artists',
  album: 'search_albums',
  track: 'search_tracks',
  genre: 'search_genres',
} as const satisfies Record<SearchKind, string>;

type IndexWords = ReturnType<typeof toIndexWords>;

const MOST_REMEMBERED = 1000;

interface StoredEntry {
  rid: number;
  id: string;
  context: string;
  name: string;
  weight: number;
}

/** Brings the index in line with the catalogue, inside a transaction of the caller. */
export class SearchWriter {
  readonly #database: SqliteDatabase;
  readonly #contextWords = new Map<string, IndexWords>();

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  /** Of `ids`, those without a document are not found any more. */
  save(kind: SearchKind, ids: readonly string[], documents: readonly SearchDocument[]): void {
    if (ids.length === 0) return;
    const stored = this.#findStored(kind, ids);
    const words = new Set<string>();
    for (const document of documents) {
      for (const word of this.#saveOne(kind, document, stored.get(document.id))) words.add(word);
      stored.delete(document.id);
    }
    for (const { rid } of stored.values()) this.#delete(kind, rid);
    this.#database.run(
      'INSERT OR IGNORE INTO search_words (word) SELECT value FROM json_each(?)',
      toJsonList([...words]),
    );
  }

  /** Returns the words that the item is now found by, none when they stay the same. */
  #saveOne(kind: SearchKind, document: SearchDocument, old: StoredEntry | undefined): string[] {
    const { name, context, weight } = document;
    if (old && old.name === name && old.context === context) {
      if (old.weight !== weight)
        this.#database.run('UPDATE search_entries SET weight = ? WHERE rid = ?', weight, old.rid);
      return [];
    }
    if (old) this.#delete(kind, old.rid);
    const rid = this.#saveEntry(kind, document, old?.rid ?? null);
    const ofName = toIndexWords(name);
    const ofContext = context.split('\n').map((text) => this.#toContextWords(text));
    this.#database.run(
      `INSERT INTO ${searchTables[kind]} (rowid, name, context) VALUES (?, ?, ?)`,
      rid,
      ofName.all.join(' '),
      [...new Set(ofContext.flatMap((words) => words.all))].join(' '),
    );
    return [ofName, ...ofContext].flatMap((words) => words.spelled);
  }

  /** Names of artists and albums come again with each of their tracks. */
  #toContextWords(text: string): IndexWords {
    const known = this.#contextWords.get(text);
    if (known) return known;
    if (this.#contextWords.size >= MOST_REMEMBERED) this.#contextWords.clear();
    const words = toIndexWords(text);
    this.#contextWords.set(text, words);
    return words;
  }

  #saveEntry(kind: SearchKind, { id, name, context, weight }: SearchDocument, rid: number | null): number {
    const folded = foldForSearch(name);
    return this.#database.insert(
      `INSERT INTO search_entries (rid, kind, item_id, name, context, folded_name, bare_name, weight)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      rid,
      kind,
      id,
      name,
      context,
      folded,
      toBareName(folded),
      weight,
    );
  }

  #delete(kind: SearchKind, rid: number): void {
    this.#database.run(`DELETE FROM ${searchTables[kind]} WHERE rowid = ?`, rid);
    this.#database.run('DELETE FROM search_entries WHERE rid = ?', rid);
  }

  #findStored(kind: SearchKind, ids: readonly string[]): Map<string, StoredEntry> {
    const rows = this.#database.all<StoredEntry>(
      `SELECT rid, item_id AS id, name, context, weight FROM search_entries
       WHERE kind = ? AND item_id IN (SELECT value FROM json_each(?))`,
      kind,
      toJsonList(ids),
    );
    return new Map(rows.map((row) => [row.id, row]));
  }
}
