import type { AlbumId, ArtistId, CoverId, FolderId, LibraryId, TrackId } from '#models/ids.ts';
import type { Anchors, Page, PageRequest } from '#models/page.ts';
import { completeLyrics, type Lyrics, type StoredLyrics } from '#models/lyrics.ts';
import type { Track } from '#models/track.ts';
import type { TrackFilter } from '../catalogue-filter.ts';
import type { AlbumMove, KnownFile, TrackRepository, TrackSound, TrackWrite } from '../track-repository.ts';
import type { CatalogueState } from './catalogue-state.ts';
import { MAIN_ROLE } from '../credit-roles.ts';
import { forgetListings } from './folder-listings.ts';
import { noteSearchChanges } from './search/search-changes.ts';
import { inOrderOf, type SqliteDatabase, toJsonList } from './sqlite-database.ts';
import { TrackListing } from './track-listing.ts';
import { deleteTrackLinks } from './track-links.ts';
import { type TrackRow, toTrack, trackColumns } from './track-rows.ts';
import { TrackWriter } from './track-writer.ts';

export class SqliteTrackRepository implements TrackRepository {
  readonly #database: SqliteDatabase;
  readonly #catalogue: CatalogueState;
  readonly #listing: TrackListing;
  readonly #writer: TrackWriter;

  constructor(database: SqliteDatabase, catalogue: CatalogueState) {
    this.#database = database;
    this.#catalogue = catalogue;
    this.#listing = new TrackListing(database, catalogue);
    this.#writer = new TrackWriter(database);
  }

  async findTrack(id: TrackId): Promise<Track | undefined> {
    const row = this.#database.get<TrackRow>(`SELECT ${trackColumns} FROM tracks WHERE id = ?`, id);
    return row && toTrack(row);
  }

  async listTracksById(ids: readonly TrackId[]): Promise<Track[]> {
    return inOrderOf(ids, this.#list('id IN (SELECT value FROM json_each(?))', toJsonList(ids)));
  }

  async listTracks(filter: TrackFilter, page: PageRequest): Promise<Page<Track>> {
    return this.#listing.list(filter, page);
  }

  async listTrackAnchors(filter: TrackFilter, step: number): Promise<Anchors> {
    return this.#listing.listAnchors(filter, step);
  }

  async listAlbumTracks(albumId: AlbumId): Promise<Track[]> {
    return this.#list('album_id = ? AND missing_since_ms IS NULL ORDER BY position, path', albumId);
  }

  async listFolderTracks(folderId: FolderId): Promise<Track[]> {
    return this.#list(
      `library_id = (SELECT library_id FROM folders WHERE id = ?) AND folder_id = ? AND missing_since_ms IS NULL
       ORDER BY path`,
      folderId,
      folderId,
    );
  }

  async findLyrics(id: TrackId): Promise<Lyrics | undefined> {
    const row = this.#database.get<{ document: string }>('SELECT document FROM lyrics WHERE track_id = ?', id);
    return row && completeLyrics(JSON.parse(row.document) as StoredLyrics);
  }

  async listKnownFiles(libraryId: LibraryId, folderIds: readonly FolderId[]): Promise<KnownFile[]> {
    const rows = this.#database.all<Omit<KnownFile, 'isMissing'> & { isMissing: number }>(
      `SELECT id AS trackId, path, folder_id AS folderId, size_bytes AS sizeBytes, modified_at_ms AS modifiedAtMs,
              missing_since_ms IS NOT NULL AS isMissing
       FROM tracks WHERE library_id = ? AND folder_id IN (SELECT value FROM json_each(?))`,
      libraryId,
      toJsonList(folderIds),
    );
    return rows.map((row) => ({ ...row, isMissing: row.isMissing === 1 }));
  }

  async listOccupiedFolderIds(libraryId: LibraryId): Promise<FolderId[]> {
    const rows = this.#database.all<{ id: FolderId }>(
      'SELECT DISTINCT folder_id AS id FROM tracks WHERE library_id = ? AND missing_since_ms IS NULL',
      libraryId,
    );
    return rows.map((row) => row.id);
  }

  async findMissingByAudioKey(audioKeys: readonly string[]): Promise<Track[]> {
    return this.#list(
      `missing_since_ms IS NOT NULL AND audio_key IN (SELECT value FROM json_each(?))
       ORDER BY missing_since_ms, id`,
      toJsonList(audioKeys),
    );
  }

  async listTracksByAudioKey(audioKeys: readonly string[]): Promise<Track[]> {
    return this.#list(
      `missing_since_ms IS NULL AND audio_key IN (SELECT value FROM json_each(?)) ORDER BY added_at_ms, id`,
      toJsonList(audioKeys),
    );
  }

  async saveTracks(writes: readonly TrackWrite[]): Promise<void> {
    this.#catalogue.write(() => this.#writer.save(writes));
  }

  async listAlbumMoves(): Promise<AlbumMove[]> {
    const rows = this.#database.all<AlbumMove>(
      `SELECT left_album_id AS fromId, album_id AS toId, count(*) AS trackCount FROM tracks AS moved
       WHERE left_album_id IS NOT NULL AND album_id <> '' AND NOT EXISTS (
         SELECT 1 FROM tracks WHERE album_id = moved.left_album_id AND missing_since_ms IS NULL)
       GROUP BY left_album_id, album_id ORDER BY trackCount DESC, toId`,
    );
    return rows.map((row) => ({ ...row }));
  }

  async deleteAlbumMoves(fromIds: readonly AlbumId[]): Promise<void> {
    this.#database.run(
      `UPDATE tracks SET left_album_id = NULL
       WHERE left_album_id IS NOT NULL AND left_album_id IN (SELECT value FROM json_each(?))`,
      toJsonList(fromIds),
    );
  }

  async updateMissing(ids: readonly TrackId[], missingSinceMs: number): Promise<void> {
    this.#catalogue.write(() => {
      const rows = this.#database.all<TrackRow & { rid: number; id: TrackId; folderId: FolderId }>(
        `SELECT rid, id, folder_id AS folderId, ${trackColumns} FROM tracks
         WHERE missing_since_ms IS NULL AND id IN (SELECT value FROM json_each(?))`,
        toJsonList(ids),
      );
      for (const row of rows) {
        this.#database.run('UPDATE tracks SET missing_since_ms = ? WHERE rid = ?', missingSinceMs, row.rid);
        deleteTrackLinks(this.#database, row.rid, toTrack(row));
      }
      forgetListings(
        this.#database,
        rows.map(({ folderId }) => folderId),
      );
      noteSearchChanges(
        this.#database,
        'track',
        rows.map(({ id }) => id),
      );
    });
  }

  async updateFolderCover(folderId: FolderId, coverId: string | null): Promise<AlbumId[]> {
    return this.#catalogue.write(() => {
      const rows = this.#database.all<{ rid: number; albumId: AlbumId }>(
        `SELECT rid, album_id AS albumId FROM tracks
         WHERE library_id = (SELECT library_id FROM folders WHERE id = ?) AND folder_id = ?
           AND missing_since_ms IS NULL AND has_embedded_cover = 0 AND cover_id IS NOT ?`,
        folderId,
        folderId,
        coverId,
      );
      for (const { rid } of rows) this.#database.run('UPDATE tracks SET cover_id = ? WHERE rid = ?', coverId, rid);
      return [...new Set(rows.flatMap(({ albumId }) => albumId || []))];
    });
  }

  async listSounds(after: TrackId | null, limit: number): Promise<TrackSound[]> {
    const rows = this.#database.all<TrackSound>(
      `SELECT id, library_id AS libraryId, audio_key AS audioKey, size_bytes AS sizeBytes, modified_at_ms AS modifiedAtMs,
         document ->> '$.format.channels' AS channels
       FROM tracks WHERE id > ? AND missing_since_ms IS NULL ORDER BY id LIMIT ?`,
      after ?? '',
      limit,
    );
    return rows.map((row) => ({ ...row }));
  }

  async countTracks(libraryId: LibraryId): Promise<number> {
    const row = this.#database.get<{ total: number }>(
      'SELECT count(*) AS total FROM tracks WHERE library_id = ? AND missing_since_ms IS NULL',
      libraryId,
    );
    return row?.total ?? 0;
  }

  async countBytes(libraryId: LibraryId): Promise<number> {
    // By the name of the index: it holds the sizes, so that no track is read.
    const row = this.#database.get<{ total: number }>(
      `SELECT coalesce(sum(size_bytes), 0) AS total FROM tracks INDEXED BY tracks_of_folder
       WHERE library_id = ? AND missing_since_ms IS NULL`,
      libraryId,
    );
    return row?.total ?? 0;
  }

  async listArtistTrackIds(artistId: ArtistId, limit: number): Promise<TrackId[]> {
    const rows = this.#database.all<{ id: TrackId }>(
      `SELECT tracks.id FROM track_artists CROSS JOIN tracks ON tracks.rid = track_rid
       WHERE artist_id = ? AND roles & ${MAIN_ROLE} LIMIT ?`,
      artistId,
      limit,
    );
    return rows.map((row) => row.id);
  }

  #list(rest: string, ...values: (string | CoverId)[]): Track[] {
    return this.#database.all<TrackRow>(`SELECT ${trackColumns} FROM tracks WHERE ${rest}`, ...values).map(toTrack);
  }
}
