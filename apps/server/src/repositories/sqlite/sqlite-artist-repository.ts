import type { Artist } from '#models/artist.ts';
import type { ArtistNaming } from '#models/artist-naming.ts';
import { chooseArtistNaming } from '#models/choose-artist-naming.ts';
import type { ArtistId, CoverId } from '#models/ids.ts';
import type { Anchors, Page, PageRequest } from '#models/page.ts';
import type { ArtistRepository } from '../artist-repository.ts';
import type { ArtistFilter } from '../catalogue-filter.ts';
import type { Keyset } from '../keyset.ts';
import { type FilteredTable, SelectionPlanner } from './catalogue-selection.ts';
import { type CatalogueState, VersionedTasks } from './catalogue-state.ts';
import { toRoles } from '../credit-roles.ts';
import { noteSearchChanges } from './search/search-changes.ts';
import { readAnchors, readPage } from './sorted-list.ts';
import { inOrderOf, type SqliteDatabase, toJsonList } from './sqlite-database.ts';

type ArtistRow = Omit<Artist, 'roles'> & { roleBits: number };

const artistColumns = `id, name, sort_name AS sortName, name_key AS nameKey,
  musicbrainz_artist_id AS musicBrainzArtistId, roles AS roleBits, album_count AS albumCount,
  track_count AS trackCount, cover_id AS coverId`;

/** The keys of each sort are those of the indexes `artists_by_<sort>` and `album_artists_by_<sort>`. */
const sortColumns = {
  name: ['name_key', 'id'],
  albums: ['album_count', 'name_key', 'id'],
  tracks: ['track_count', 'name_key', 'id'],
} as const satisfies Record<ArtistFilter['sort'], string[]>;

export class SqliteArtistRepository implements ArtistRepository {
  readonly #database: SqliteDatabase;
  readonly #catalogue: CatalogueState;
  readonly #planner: SelectionPlanner;
  readonly #anchors: VersionedTasks<Anchors>;

  constructor(database: SqliteDatabase, catalogue: CatalogueState) {
    this.#database = database;
    this.#catalogue = catalogue;
    this.#planner = new SelectionPlanner(database, catalogue);
    this.#anchors = new VersionedTasks(catalogue);
  }

  async findArtist(id: ArtistId): Promise<Artist | undefined> {
    const row = this.#database.get<ArtistRow>(`SELECT ${artistColumns} FROM artists WHERE id = ?`, id);
    return row && toArtist(row);
  }

  async listArtistsById(ids: readonly ArtistId[]): Promise<Artist[]> {
    const rows = this.#database.all<ArtistRow>(
      `SELECT ${artistColumns} FROM artists WHERE id IN (SELECT value FROM json_each(?))`,
      toJsonList(ids),
    );
    return inOrderOf(ids, rows.map(toArtist));
  }

  async listArtists(filter: ArtistFilter, page: PageRequest): Promise<Page<Artist>> {
    const target = toTarget(filter);
    return readPage(
      this.#database,
      {
        keyset: toKeyset(filter),
        selection: this.#planner.plan(target, [], page.limit),
        columns: artistColumns,
        toItem: (row) => toArtist(row as unknown as ArtistRow),
        count: () => this.#planner.count(target, []),
      },
      page,
    );
  }

  async listArtistAnchors(filter: ArtistFilter, step: number): Promise<Anchors> {
    return this.#anchors.ensure(JSON.stringify([filter, step]), () => {
      const target = toTarget(filter);
      return readAnchors(this.#database, {
        keyset: toKeyset(filter),
        selection: this.#planner.plan(target, [], step),
        step,
        total: this.#planner.count(target, []),
        hasLetters: filter.sort === 'name',
      });
    });
  }

  async ensureArtists(artists: readonly ArtistNaming[]): Promise<void> {
    this.#catalogue.write(() => {
      const changed = artists.filter((artist) => this.#ensureArtist(artist));
      noteSearchChanges(
        this.#database,
        'artist',
        changed.map(({ id }) => id),
      );
    });
  }

  async updateFromTracks(ids: readonly ArtistId[]): Promise<void> {
    this.#catalogue.write(() => {
      for (const id of new Set(ids)) this.#sumUp(id);
      noteSearchChanges(this.#database, 'artist', ids);
    });
  }

  /** Returns whether anything was written. */
  #ensureArtist(offered: ArtistNaming): boolean {
    const known = this.#database.get<ArtistNaming>(
      `SELECT id, name, sort_name AS sortName, name_key AS nameKey, musicbrainz_artist_id AS musicBrainzArtistId
       FROM artists WHERE id = ?`,
      offered.id,
    );
    const naming = known ? chooseArtistNaming(known, offered) : offered;
    const changes = this.#database.run(
      `INSERT INTO artists (id, name, sort_name, name_key, musicbrainz_artist_id) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, sort_name = excluded.sort_name,
         name_key = excluded.name_key, musicbrainz_artist_id = excluded.musicbrainz_artist_id
       WHERE (name, sort_name, name_key, musicbrainz_artist_id)
         IS NOT (excluded.name, excluded.sort_name, excluded.name_key, excluded.musicbrainz_artist_id)`,
      naming.id,
      naming.name,
      naming.sortName,
      naming.nameKey,
      naming.musicBrainzArtistId,
    );
    return changes > 0;
  }

  #sumUp(id: ArtistId): void {
    const groups = this.#database.all<{ roles: number; total: number }>(
      'SELECT roles, count(*) AS total FROM track_artists WHERE artist_id = ? GROUP BY roles',
      id,
    );
    const albums = this.#database.get<{ total: number }>(
      'SELECT count(*) AS total FROM album_artists WHERE artist_id = ? AND is_credited = 1',
      id,
    );
    this.#database.run(
      'UPDATE artists SET roles = ?, track_count = ?, album_count = ?, cover_id = ? WHERE id = ?',
      groups.reduce((bits, group) => bits | group.roles, 0),
      groups.reduce((sum, group) => sum + group.total, 0),
      albums?.total ?? 0,
      this.#findCover(id),
      id,
    );
  }

  /** Of the newest album credited to the artist, else of the newest with a track of theirs. */
  #findCover(id: ArtistId): CoverId | null {
    const row = this.#database.get<{ coverId: CoverId }>(
      `SELECT cover_id AS coverId FROM album_artists CROSS JOIN albums ON albums.rid = album_rid
       WHERE artist_id = ? AND cover_id IS NOT NULL
       ORDER BY is_credited DESC, album_artists.year DESC, albums.id LIMIT 1`,
      id,
    );
    return row?.coverId ?? null;
  }
}

const toTarget = ({ sort, isAlbumArtist }: ArtistFilter): FilteredTable => ({
  table: 'artists',
  index: isAlbumArtist === true ? `album_artists_by_${sort}` : `artists_by_${sort}`,
  always: isAlbumArtist === true ? ['track_count > 0', 'album_count > 0'] : ['track_count > 0'],
});

const toKeyset = ({ sort, order }: ArtistFilter): Keyset => ({
  name: `artists-${sort}`,
  order,
  columns: sortColumns[sort],
});

const toArtist = (row: ArtistRow): Artist => ({
  id: row.id,
  name: row.name,
  sortName: row.sortName,
  nameKey: row.nameKey,
  musicBrainzArtistId: row.musicBrainzArtistId,
  roles: toRoles(row.roleBits),
  albumCount: row.albumCount,
  trackCount: row.trackCount,
  coverId: row.coverId,
});
