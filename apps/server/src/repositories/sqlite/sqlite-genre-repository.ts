import type { Genre } from '#models/artist.ts';
import type { CoverId, GenreId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';
import type { GenreRepository } from '../artist-repository.ts';
import type { CatalogueState } from './catalogue-state.ts';
import { noteSearchChanges } from './search/search-changes.ts';
import { readPage } from './sorted-list.ts';
import { inOrderOf, type SqliteDatabase, toJsonList } from './sqlite-database.ts';

type GenreRow = Omit<Genre, 'coverIds'> & { coverIds: string };

const genreColumns = `id, name, name_key AS nameKey, track_count AS trackCount, album_count AS albumCount,
  cover_ids AS coverIds`;

const MOST_COVERS = 4;
/** How many albums to look at for covers: many albums of a genre may share one. */
const ALBUMS_FOR_COVERS = 40;

export class SqliteGenreRepository implements GenreRepository {
  readonly #database: SqliteDatabase;
  readonly #catalogue: CatalogueState;

  constructor(database: SqliteDatabase, catalogue: CatalogueState) {
    this.#database = database;
    this.#catalogue = catalogue;
  }

  async findGenre(id: GenreId): Promise<Genre | undefined> {
    const row = this.#database.get<GenreRow>(`SELECT ${genreColumns} FROM genres WHERE id = ?`, id);
    return row && toGenre(row);
  }

  async listGenres(page: PageRequest): Promise<Page<Genre>> {
    return readPage(
      this.#database,
      {
        keyset: { name: 'genres-name', order: 'asc', columns: ['name_key', 'id'] },
        selection: { from: 'genres INDEXED BY genres_by_name', conditions: ['track_count > 0'], values: [] },
        columns: genreColumns,
        toItem: (row) => toGenre(row as unknown as GenreRow),
        count: () => this.#count(),
      },
      page,
    );
  }

  async listGenresById(ids: readonly GenreId[]): Promise<Genre[]> {
    const rows = this.#database.all<GenreRow>(
      `SELECT ${genreColumns} FROM genres WHERE id IN (SELECT value FROM json_each(?))`,
      toJsonList(ids),
    );
    return inOrderOf(ids, rows.map(toGenre));
  }

  async ensureGenres(genres: readonly Pick<Genre, 'id' | 'name' | 'nameKey'>[]): Promise<void> {
    this.#catalogue.write(() => {
      const added = genres.filter(
        ({ id, name, nameKey }) =>
          this.#database.run('INSERT OR IGNORE INTO genres (id, name, name_key) VALUES (?, ?, ?)', id, name, nameKey) >
          0,
      );
      noteSearchChanges(
        this.#database,
        'genre',
        added.map(({ id }) => id),
      );
    });
  }

  async updateFromTracks(ids: readonly GenreId[]): Promise<void> {
    this.#catalogue.write(() => {
      for (const id of new Set(ids)) this.#sumUp(id);
      noteSearchChanges(this.#database, 'genre', ids);
    });
  }

  #sumUp(id: GenreId): void {
    this.#database.run(
      `UPDATE genres SET
         track_count = (SELECT count(*) FROM track_genres WHERE genre_id = genres.id),
         album_count = (SELECT count(*) FROM album_genres WHERE genre_id = genres.id),
         cover_ids = ?
       WHERE id = ?`,
      JSON.stringify(this.#listCovers(id)),
      id,
    );
  }

  /** Of the newest albums: the same, whichever way the catalogue has come to hold them. */
  #listCovers(id: GenreId): CoverId[] {
    const rows = this.#database.all<{ coverId: CoverId }>(
      `SELECT cover_id AS coverId FROM album_genres CROSS JOIN albums ON albums.rid = album_rid
       WHERE genre_id = ? AND cover_id IS NOT NULL
       ORDER BY album_genres.year DESC, albums.id LIMIT ${ALBUMS_FOR_COVERS}`,
      id,
    );
    return [...new Set(rows.map(({ coverId }) => coverId))].slice(0, MOST_COVERS);
  }

  #count(): number {
    const row = this.#database.get<{ total: number }>('SELECT count(*) AS total FROM genres WHERE track_count > 0');
    return row?.total ?? 0;
  }
}

const toGenre = (row: GenreRow): Genre => ({
  id: row.id,
  name: row.name,
  nameKey: row.nameKey,
  trackCount: row.trackCount,
  albumCount: row.albumCount,
  coverIds: JSON.parse(row.coverIds) as CoverId[],
});
