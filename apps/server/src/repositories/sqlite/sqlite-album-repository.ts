import type { Album } from '#models/album.ts';
import type { AlbumId, ArtistId, GenreId } from '#models/ids.ts';
import type { Anchors, Page, PageRequest } from '#models/page.ts';
import { summarizeAlbum } from '#models/summarize-album.ts';
import type { AlbumRepository, AlbumUpdate } from '../album-repository.ts';
import type { AlbumFilter } from '../catalogue-filter.ts';
import { AlbumListing } from './album-listing.ts';
import { AlbumWriter } from './album-writer.ts';
import type { CatalogueState } from './catalogue-state.ts';
import { noteSearchChanges } from './search/search-changes.ts';
import { inOrderOf, type SqliteDatabase, toJsonList } from './sqlite-database.ts';
import { type TrackRow, toTrack, trackColumns } from './track-rows.ts';

interface AlbumRow {
  document: string;
}

export const toAlbum = (row: AlbumRow): Album => JSON.parse(row.document) as Album;

export class SqliteAlbumRepository implements AlbumRepository {
  readonly #database: SqliteDatabase;
  readonly #catalogue: CatalogueState;
  readonly #listing: AlbumListing;
  readonly #writer: AlbumWriter;

  constructor(database: SqliteDatabase, catalogue: CatalogueState) {
    this.#database = database;
    this.#catalogue = catalogue;
    this.#listing = new AlbumListing(database, catalogue);
    this.#writer = new AlbumWriter(database);
  }

  async findAlbum(id: AlbumId): Promise<Album | undefined> {
    const row = this.#database.get<AlbumRow>('SELECT document FROM albums WHERE id = ?', id);
    return row && toAlbum(row);
  }

  async listAlbumsById(ids: readonly AlbumId[]): Promise<Album[]> {
    const rows = this.#database.all<AlbumRow>(
      'SELECT document FROM albums WHERE id IN (SELECT value FROM json_each(?))',
      toJsonList(ids),
    );
    return inOrderOf(ids, rows.map(toAlbum));
  }

  async listAlbums(filter: AlbumFilter, page: PageRequest): Promise<Page<Album>> {
    return this.#listing.list(filter, page);
  }

  async listAlbumAnchors(filter: AlbumFilter, step: number): Promise<Anchors> {
    return this.#listing.listAnchors(filter, step);
  }

  async listArtistAlbums(artistId: ArtistId): Promise<Album[]> {
    return this.#listNewest(artistId, 1, -1);
  }

  async listAppearances(artistId: ArtistId, limit: number): Promise<Album[]> {
    return this.#listNewest(artistId, 0, limit);
  }

  async updateFromTracks(ids: readonly AlbumId[]): Promise<AlbumUpdate> {
    return this.#catalogue.write(() => {
      const deletedIds: AlbumId[] = [];
      const artistIds = new Set<ArtistId>();
      const genreIds = new Set<GenreId>();
      for (const id of new Set(ids)) {
        const { before, after } = this.#updateAlbum(id);
        if (!after) deletedIds.push(id);
        for (const album of [before, after]) {
          for (const artist of album?.artists ?? []) artistIds.add(artist.id);
          for (const genre of album?.genres ?? []) genreIds.add(genre.id);
        }
      }
      noteSearchChanges(this.#database, 'album', ids);
      return { deletedIds, artistIds: [...artistIds], genreIds: [...genreIds] };
    });
  }

  #updateAlbum(id: AlbumId): { before?: Album; after?: Album } {
    const old = this.#database.get<AlbumRow & { rid: number }>('SELECT rid, document FROM albums WHERE id = ?', id);
    const before = old && { before: toAlbum(old) };
    const rows = this.#database.all<TrackRow>(
      `SELECT ${trackColumns} FROM tracks WHERE album_id = ? AND missing_since_ms IS NULL ORDER BY position, path`,
      id,
    );
    const tracks = rows.map(toTrack);
    const [first, ...rest] = tracks;
    if (!first) {
      if (old) this.#writer.delete(old.rid);
      return { ...before };
    }
    const after = summarizeAlbum(id, [first, ...rest], (artistId) => this.#findArtistKey(artistId));
    this.#writer.save(after, tracks, old?.rid ?? null);
    return { ...before, after };
  }

  #findArtistKey(id: ArtistId): string | undefined {
    return this.#database.get<{ key: string }>('SELECT name_key AS key FROM artists WHERE id = ?', id)?.key;
  }

  #listNewest(artistId: ArtistId, isCredited: 0 | 1, limit: number): Album[] {
    const rows = this.#database.all<AlbumRow>(
      `SELECT document FROM album_artists CROSS JOIN albums ON albums.rid = album_rid
       WHERE artist_id = ? AND is_credited = ? ORDER BY album_artists.year DESC, title_key, id LIMIT ?`,
      artistId,
      isCredited,
      limit,
    );
    return rows.map(toAlbum);
  }
}
