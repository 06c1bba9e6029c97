import { type SqliteDatabase, toJsonList } from '../sqlite-database.ts';
import type { SearchKind } from './search-changes.ts';
import { readSearchDocuments, type SearchDocument } from './search-documents.ts';
import { foldForSearch, toBareName, toIndexWords } from './search-words.ts';

export const searchTables = {
  artist: 'search_artists',
  album: 'search_albums',
  track: 'search_tracks',
  genre: 'search_genres',
} as const satisfies Record<SearchKind, string>;

interface StoredEntry {
  rid: number;
  context: string;
  name: string;
  weight: number;
}

/** Brings the index in line with the catalogue, inside a transaction of the caller. */
export class SearchWriter {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  update(kind: SearchKind, ids: readonly string[]): void {
    if (ids.length === 0) return;
    const gone = new Set(ids);
    const words = new Set<string>();
    for (const document of readSearchDocuments(this.#database, kind, ids)) {
      gone.delete(document.id);
      for (const word of this.#save(kind, document)) words.add(word);
    }
    for (const id of gone) this.#delete(kind, id);
    for (const word of words) this.#database.run('INSERT OR IGNORE INTO search_words (word) VALUES (?)', word);
    this.#database.run(
      'DELETE FROM search_changes WHERE kind = ? AND item_id IN (SELECT value FROM json_each(?))',
      kind,
      toJsonList(ids),
    );
  }

  /** Returns the words that the item is now found by, none when they stay the same. */
  #save(kind: SearchKind, { id, name, context, weight }: SearchDocument): string[] {
    const old = this.#find(kind, id);
    if (old && old.name === name && old.context === context) {
      if (old.weight !== weight)
        this.#database.run('UPDATE search_entries SET weight = ? WHERE rid = ?', weight, old.rid);
      return [];
    }
    const rid = this.#saveEntry(kind, { id, name, context, weight });
    if (old) this.#database.run(`DELETE FROM ${searchTables[kind]} WHERE rowid = ?`, rid);
    const ofName = toIndexWords(name);
    const ofContext = context.split('\n').map(toIndexWords);
    this.#database.run(
      `INSERT INTO ${searchTables[kind]} (rowid, name, context) VALUES (?, ?, ?)`,
      rid,
      ofName.all.join(' '),
      [...new Set(ofContext.flatMap((words) => words.all))].join(' '),
    );
    return [ofName, ...ofContext].flatMap((words) => words.spelled);
  }

  #saveEntry(kind: SearchKind, { id, name, context, weight }: SearchDocument): number {
    const saved = this.#database.get<{ rid: number }>(
      `INSERT INTO search_entries (kind, item_id, name, context, folded_name, bare_name, weight)
       VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (kind, item_id) DO UPDATE SET name = excluded.name, context = excluded.context,
         folded_name = excluded.folded_name, bare_name = excluded.bare_name, weight = excluded.weight
       RETURNING rid`,
      kind,
      id,
      name,
      context,
      foldForSearch(name),
      toBareName(foldForSearch(name)),
      weight,
    );
    if (!saved) throw new Error('A saved search entry came back without its row');
    return saved.rid;
  }

  #delete(kind: SearchKind, id: string): void {
    const old = this.#find(kind, id);
    if (!old) return;
    this.#database.run(`DELETE FROM ${searchTables[kind]} WHERE rowid = ?`, old.rid);
    this.#database.run('DELETE FROM search_entries WHERE rid = ?', old.rid);
  }

  #find(kind: SearchKind, id: string): StoredEntry | undefined {
    return this.#database.get<StoredEntry>(
      'SELECT rid, name, context, weight FROM search_entries WHERE kind = ? AND item_id = ?',
      kind,
      id,
    );
  }
}
