import type { SearchIndex } from '#repositories/search-index.ts';
import { type SqliteDatabase, toJsonList } from '../sqlite-database.ts';

export type SearchKind = 'artist' | 'album' | 'track' | 'genre';
export type SearchChanges = Parameters<SearchIndex['updateFromCatalogue']>[0];

const MOST_AT_ONCE = 1000;

/** Notes, in the transaction that changes them, items for the search index: a crash before it took them in loses none. */
export function noteSearchChanges(database: SqliteDatabase, kind: SearchKind, ids: readonly string[]): void {
  database.run('INSERT OR IGNORE INTO search_changes SELECT ?, value FROM json_each(?)', kind, toJsonList(ids));
}

/** What the index has taken in, in the transaction that takes it in. */
export function deleteSearchChanges(database: SqliteDatabase, kind: SearchKind, ids: readonly string[]): void {
  database.run(
    'DELETE FROM search_changes WHERE kind = ? AND item_id IN (SELECT value FROM json_each(?))',
    kind,
    toJsonList(ids),
  );
}

/** The changes by kind. */
export const idsByKind = (changed: SearchChanges): [SearchKind, readonly string[]][] => [
  ['track', changed.trackIds],
  ['album', changed.albumIds],
  ['artist', changed.artistIds],
  ['genre', changed.genreIds],
];

/** Some of what the index has not taken in; all ids are empty when it is up to date. */
export function listSearchChanges(database: SqliteDatabase): SearchChanges {
  const rows = database.all<{ kind: SearchKind; id: string }>(
    `SELECT kind, item_id AS id FROM search_changes LIMIT ${MOST_AT_ONCE}`,
  );
  const idsOf = <Id extends string>(kind: SearchKind) =>
    rows.filter((row) => row.kind === kind).map(({ id }) => id as Id);
  return { trackIds: idsOf('track'), albumIds: idsOf('album'), artistIds: idsOf('artist'), genreIds: idsOf('genre') };
}
