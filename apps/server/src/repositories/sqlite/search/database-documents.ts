import type { Album } from '#models/album.ts';
import type { Track } from '#models/track.ts';
import { type SqliteDatabase, toJsonList } from '../sqlite-database.ts';
import type { SearchKind } from './search-changes.ts';
import { type SearchDocument, toAlbumDocument, toTrackDocument } from './search-documents.ts';

const readers = {
  track: (database, ids) =>
    database
      .all<{ document: string }>(
        `SELECT document FROM tracks
         WHERE missing_since_ms IS NULL AND id IN (SELECT value FROM json_each(?))`,
        ids,
      )
      .map((row) => toTrackDocument(JSON.parse(row.document) as Track)),
  album: (database, ids) =>
    database
      .all<{ document: string }>('SELECT document FROM albums WHERE id IN (SELECT value FROM json_each(?))', ids)
      .map((row) => toAlbumDocument(JSON.parse(row.document) as Album)),
  artist: (database, ids) =>
    database.all<SearchDocument>(
      `SELECT id, name, sort_name AS context, track_count AS weight FROM artists
       WHERE track_count > 0 AND id IN (SELECT value FROM json_each(?))`,
      ids,
    ),
  genre: (database, ids) =>
    database.all<SearchDocument>(
      `SELECT id, name, '' AS context, track_count AS weight FROM genres
       WHERE track_count > 0 AND id IN (SELECT value FROM json_each(?))`,
      ids,
    ),
} satisfies Record<SearchKind, (database: SqliteDatabase, ids: string) => SearchDocument[]>;

/** Those of `ids` that may be found: present, with at least one present track. */
export const readSearchDocuments = (
  database: SqliteDatabase,
  kind: SearchKind,
  ids: readonly string[],
): SearchDocument[] => readers[kind](database, toJsonList(ids));
