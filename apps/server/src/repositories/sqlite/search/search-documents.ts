import type { Album } from '#models/album.ts';
import type { CreditRole, Track } from '#models/track.ts';
import { type SqliteDatabase, toJsonList } from '../sqlite-database.ts';
import type { SearchKind } from './search-changes.ts';

/** What an item is found by: its name, and other words that narrow it down. */
export interface SearchDocument {
  id: string;
  name: string;
  context: string;
  /** The heavier of two that fit equally comes first. */
  weight: number;
}

/** People whom a listener may look for. */
const searchedRoles: ReadonlySet<CreditRole> = new Set([
  'artist',
  'album-artist',
  'composer',
  'conductor',
  'performer',
  'remixer',
]);

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

function toTrackDocument({ id, title, artistCredit, albumArtistCredit, albumTitle, credits }: Track): SearchDocument {
  const people = credits.filter(({ role }) => searchedRoles.has(role)).map(({ name }) => name);
  return { id, name: title, context: joinTexts([artistCredit, ...people, albumArtistCredit, albumTitle]), weight: 0 };
}

const toAlbumDocument = ({ id, title, artistCredit, artists, trackCount }: Album): SearchDocument => ({
  id,
  name: title,
  context: joinTexts([artistCredit, ...artists.map(({ name }) => name)]),
  weight: trackCount,
});

const joinTexts = (texts: readonly (string | null)[]): string =>
  [...new Set(texts.filter((text) => text !== null && text !== ''))].join('\n');
