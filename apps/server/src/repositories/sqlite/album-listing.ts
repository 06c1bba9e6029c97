import type { Album } from '#models/album.ts';
import type { Anchors, Page, PageRequest } from '#models/page.ts';
import { SHUFFLE_PRIME, toShuffle } from '#models/shuffle.ts';
import type { AlbumFilter } from '../catalogue-filter.ts';
import type { Keyset } from '../keyset.ts';
import { type FilteredTable, type FilterPart, SelectionPlanner, toYearRange } from './catalogue-selection.ts';
import { type CatalogueState, VersionedTasks } from './catalogue-state.ts';
import { readAnchors, readPage } from './sorted-list.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

/** The keys of each sort are those of the index `albums_by_<sort>`. */
const sortColumns = {
  title: ['title_key', 'artist_key', 'id'],
  artist: ['artist_key', 'year', 'title_key', 'id'],
  year: ['year', 'title_key', 'id'],
  added: ['added_at_ms', 'id'],
} as const satisfies Record<Exclude<AlbumFilter['sort'], 'random'>, string[]>;

/** Pages of albums. */
export class AlbumListing {
  readonly #database: SqliteDatabase;
  readonly #planner: SelectionPlanner;
  readonly #anchors: VersionedTasks<Anchors>;

  constructor(database: SqliteDatabase, catalogue: CatalogueState) {
    this.#database = database;
    this.#planner = new SelectionPlanner(database, catalogue);
    this.#anchors = new VersionedTasks(catalogue);
  }

  list(filter: AlbumFilter, page: PageRequest): Page<Album> {
    const target = toTarget(filter);
    const parts = toParts(filter);
    return readPage(
      this.#database,
      {
        keyset: toKeyset(filter),
        selection: this.#planner.plan(target, parts, page.limit),
        columns: 'document',
        toItem: (row) => JSON.parse(String(row['document'])) as Album,
        count: () => this.#planner.count(target, parts),
      },
      page,
    );
  }

  listAnchors(filter: AlbumFilter, step: number): Promise<Anchors> {
    return this.#anchors.ensure(JSON.stringify([filter, step]), () => {
      const target = toTarget(filter);
      const parts = toParts(filter);
      return readAnchors(this.#database, {
        keyset: toKeyset(filter),
        selection: this.#planner.plan(target, parts, step),
        step,
        total: this.#planner.count(target, parts),
        hasLetters: filter.sort === 'title' || filter.sort === 'artist',
      });
    });
  }
}

const toTarget = ({ sort }: AlbumFilter): FilteredTable => ({
  table: 'albums',
  index: `albums_by_${sort}`,
  always: [],
});

function toKeyset({ sort, order, seed }: AlbumFilter): Keyset {
  if (sort !== 'random') return { name: `albums-${sort}`, order, columns: sortColumns[sort] };
  return { name: `albums-random-${seed ?? 0}`, order, columns: [toShuffleExpression(seed ?? 0), 'id'] };
}

/** In SQL, so that a page needs no memory of the ones before. */
function toShuffleExpression(seed: number): string {
  const { factor, offset } = toShuffle(seed);
  return `((shuffle_key * ${factor} + ${offset}) % ${SHUFFLE_PRIME})`;
}

function toParts(filter: AlbumFilter): FilterPart[] {
  const parts: FilterPart[] = [];
  if (filter.genreId !== undefined) parts.push(linkPart('album_genres', 'genre_id = ?', filter.genreId));
  if (filter.artistId !== undefined) {
    parts.push(linkPart('album_artists', 'is_credited = 1 AND artist_id = ?', filter.artistId));
  }
  if (filter.libraryId !== undefined) parts.push(linkPart('album_libraries', 'library_id = ?', filter.libraryId));
  const years = toYearRange(filter);
  if (years) {
    const condition = 'year BETWEEN ? AND ?';
    parts.push({ probe: condition, rids: `SELECT rid FROM albums WHERE ${condition}`, values: years });
  }
  return parts;
}

const linkPart = (table: string, condition: string, id: string): FilterPart => ({
  probe: `EXISTS (SELECT 1 FROM ${table} WHERE ${condition} AND album_rid = albums.rid)`,
  rids: `SELECT album_rid AS rid FROM ${table} WHERE ${condition}`,
  values: [id],
});
