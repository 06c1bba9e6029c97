import type { Anchors, Page, PageRequest } from '#models/page.ts';
import type { Track } from '#models/track.ts';
import type { TrackFilter } from '../catalogue-filter.ts';
import type { Keyset } from '../keyset.ts';
import { type FilteredTable, type FilterPart, SelectionPlanner, toYearRange } from './catalogue-selection.ts';
import { type CatalogueState, VersionedTasks } from './catalogue-state.ts';
import { readAnchors, readPage } from './sorted-list.ts';
import type { SqliteDatabase } from './sqlite-database.ts';
import { type TrackRow, toTrack } from './track-rows.ts';

const IS_PRESENT = 'missing_since_ms IS NULL';

/** The keys of each sort are those of the index `tracks_by_<sort>`. */
const sortColumns = {
  title: ['title_key', 'id'],
  artist: ['artist_key', 'album_key', 'position', 'id'],
  album: ['album_key', 'album_id', 'position', 'id'],
  year: ['year', 'album_key', 'position', 'id'],
  added: ['added_at_ms', 'id'],
  duration: ['duration_ms', 'id'],
} as const satisfies Record<TrackFilter['sort'], string[]>;

/** Pages of present tracks. */
export class TrackListing {
  readonly #database: SqliteDatabase;
  readonly #planner: SelectionPlanner;
  readonly #anchors: VersionedTasks<Anchors>;

  constructor(database: SqliteDatabase, catalogue: CatalogueState) {
    this.#database = database;
    this.#planner = new SelectionPlanner(database, catalogue);
    this.#anchors = new VersionedTasks(catalogue);
  }

  list(filter: TrackFilter, page: PageRequest): Page<Track> {
    const target = toTarget(filter);
    const parts = toParts(filter);
    return readPage(
      this.#database,
      {
        keyset: toKeyset(filter),
        selection: this.#planner.plan(target, parts, page.limit),
        columns: 'document, missing_since_ms, cover_id',
        toItem: (row) => toTrack(row as unknown as TrackRow),
        count: () => this.#planner.count(target, parts),
      },
      page,
    );
  }

  listAnchors(filter: TrackFilter, step: number): Promise<Anchors> {
    return this.#anchors.ensure(JSON.stringify([filter, step]), () => {
      const target = toTarget(filter);
      const parts = toParts(filter);
      return readAnchors(this.#database, {
        keyset: toKeyset(filter),
        selection: this.#planner.plan(target, parts, step),
        step,
        total: this.#planner.count(target, parts),
        hasLetters: filter.sort === 'title' || filter.sort === 'artist' || filter.sort === 'album',
      });
    });
  }
}

const toTarget = ({ sort }: TrackFilter): FilteredTable => ({
  table: 'tracks',
  index: `tracks_by_${sort}`,
  always: [IS_PRESENT],
});

const toKeyset = ({ sort, order }: TrackFilter): Keyset => ({
  name: `tracks-${sort}`,
  order,
  columns: sortColumns[sort],
});

function toParts(filter: TrackFilter): FilterPart[] {
  const parts: FilterPart[] = [];
  if (filter.genreId !== undefined) parts.push(linkPart('track_genres', 'genre_id', filter.genreId));
  if (filter.artistId !== undefined) parts.push(linkPart('track_artists', 'artist_id', filter.artistId));
  if (filter.albumId !== undefined) parts.push(columnPart('album_id = ?', filter.albumId));
  if (filter.libraryId !== undefined) parts.push(columnPart('library_id = ?', filter.libraryId));
  if (filter.isLossless !== undefined) parts.push(columnPart('is_lossless = ?', filter.isLossless ? 1 : 0));
  const years = toYearRange(filter);
  if (years) parts.push(columnPart('year BETWEEN ? AND ?', ...years));
  return parts;
}

const linkPart = (table: string, column: string, id: string): FilterPart => ({
  probe: `EXISTS (SELECT 1 FROM ${table} WHERE ${column} = ? AND track_rid = tracks.rid)`,
  rids: `SELECT track_rid AS rid FROM ${table} WHERE ${column} = ?`,
  values: [id],
});

const columnPart = (condition: string, ...values: (string | number)[]): FilterPart => ({
  probe: condition,
  rids: `SELECT rid FROM tracks WHERE ${condition} AND ${IS_PRESENT}`,
  values,
});
