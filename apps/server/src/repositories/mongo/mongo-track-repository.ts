import type { Collection, Db, Filter, FindOptions } from 'mongodb';
import type { AlbumId, ArtistId, CoverId, FolderId, LibraryId, TrackId } from '#models/ids.ts';
import type { Anchors, Page, PageRequest } from '#models/page.ts';
import { completeLyrics, type Lyrics } from '#models/lyrics.ts';
import type { Track } from '#models/track.ts';
import type { TrackFilter } from '../catalogue-filter.ts';
import type { AlbumMove, KnownFile, TrackRepository, TrackSound, TrackWrite } from '../track-repository.ts';
import { CatalogueListing } from './catalogue-listing.ts';
import { type FolderDocument, inOrderOf, type LyricsDocument, type TrackDocument } from './documents.ts';
import { forgetListings } from './mongo-folder-repository.ts';
import { type MongoCatalogue, VersionedCache } from './mongo-catalogue.ts';
import { listAlbumMoves } from './album-moves.ts';
import { toTrack, trackProjection } from './track-documents.ts';
import { hasLetters, toTrackList } from './track-lists.ts';
import { TrackWriter } from './track-writer.ts';

const projection = trackProjection;

export class MongoTrackRepository implements TrackRepository {
  readonly #tracks: Collection<TrackDocument>;
  readonly #lyrics: Collection<LyricsDocument>;
  readonly #folders: Collection<FolderDocument>;
  readonly #catalogue: MongoCatalogue;
  readonly #listing: CatalogueListing<TrackDocument, Track>;
  readonly #writer: TrackWriter;
  readonly #bytes: VersionedCache<number>;

  constructor(database: Db, catalogue: MongoCatalogue) {
    this.#tracks = database.collection('tracks');
    this.#lyrics = database.collection('lyrics');
    this.#folders = database.collection('folders');
    this.#catalogue = catalogue;
    this.#listing = new CatalogueListing(this.#tracks, catalogue, { projection, toItem: toTrack });
    this.#writer = new TrackWriter(database);
    this.#bytes = new VersionedCache(catalogue);
  }

  async findTrack(id: TrackId): Promise<Track | undefined> {
    const document = await this.#tracks.findOne({ _id: id });
    return document ? toTrack(document) : undefined;
  }

  async listTracksById(ids: readonly TrackId[]): Promise<Track[]> {
    return ids.length === 0 ? [] : inOrderOf(ids, await this.#list({ _id: { $in: [...ids] } }));
  }

  listTracks(filter: TrackFilter, page: PageRequest): Promise<Page<Track>> {
    return this.#listing.list(toTrackList(filter), page);
  }

  listTrackAnchors(filter: TrackFilter, step: number): Promise<Anchors> {
    return this.#listing.listAnchors(toTrackList(filter), { step, hasLetters: hasLetters(filter) });
  }

  listAlbumTracks(albumId: AlbumId): Promise<Track[]> {
    return this.#list({ 'keys.album': albumId, isPresent: true }, { sort: { 'keys.position': 1, path: 1 } });
  }

  listFolderTracks(folderId: FolderId): Promise<Track[]> {
    return this.#list({ folderId, isPresent: true }, { sort: { path: 1 } });
  }

  async findLyrics(id: TrackId): Promise<Lyrics | undefined> {
    const document = await this.#lyrics.findOne({ _id: id });
    if (!document) return undefined;
    const { _id, ...lyrics } = document;
    return completeLyrics(lyrics);
  }

  async listKnownFiles(libraryId: LibraryId, folderIds: readonly FolderId[]): Promise<KnownFile[]> {
    const fields = { path: 1, folderId: 1, sizeBytes: 1, modifiedAtMs: 1, isPresent: 1 };
    return this.#tracks
      .find({ libraryId, folderId: { $in: [...folderIds] } }, { projection: fields })
      .map(({ _id, path, folderId, sizeBytes, modifiedAtMs, isPresent }) => {
        return { trackId: _id, path, folderId, sizeBytes, modifiedAtMs, isMissing: !isPresent };
      })
      .toArray();
  }

  listOccupiedFolderIds(libraryId: LibraryId): Promise<FolderId[]> {
    return this.#tracks.distinct('folderId', { libraryId, isPresent: true });
  }

  async findMissingByAudioKey(audioKeys: readonly string[]): Promise<Track[]> {
    if (audioKeys.length === 0) return [];
    const filter = { isPresent: false, audioKey: { $in: [...audioKeys] } };
    return this.#list(filter, { sort: { missingSinceMs: 1, _id: 1 } });
  }

  async listTracksByAudioKey(audioKeys: readonly string[]): Promise<Track[]> {
    if (audioKeys.length === 0) return [];
    const found = await this.#list({ isPresent: true, audioKey: { $in: [...audioKeys] } });
    return found.toSorted((a, b) => a.addedAtMs - b.addedAtMs || (a.id < b.id ? -1 : 1));
  }

  async saveTracks(writes: readonly TrackWrite[]): Promise<void> {
    if (writes.length === 0) return;
    const trackIds = writes.map(({ track }) => track.id);
    await this.#catalogue.write({ trackIds }, () => this.#writer.save(writes));
  }

  listAlbumMoves(): Promise<AlbumMove[]> {
    return listAlbumMoves(this.#tracks);
  }

  async deleteAlbumMoves(fromIds: readonly AlbumId[]): Promise<void> {
    if (fromIds.length === 0) return;
    await this.#tracks.updateMany({ leftAlbumId: { $in: [...fromIds] } }, { $set: { leftAlbumId: '' } });
  }

  /** Listings forgotten → tracks marked, each by itself: a repeat marks those that were left. */
  async updateMissing(ids: readonly TrackId[], missingSinceMs: number): Promise<void> {
    if (ids.length === 0) return;
    const present: Filter<TrackDocument> = { _id: { $in: [...ids] }, isPresent: true };
    const found = await this.#tracks.find(present, { projection: { folderId: 1 } }).toArray();
    if (found.length === 0) return;
    await this.#catalogue.write({ trackIds: found.map(({ _id }) => _id) }, async () => {
      await forgetListings(
        this.#folders,
        found.map(({ folderId }) => folderId),
      );
      await this.#tracks.updateMany(present, { $set: { missingSinceMs, isPresent: false } });
    });
  }

  async updateFolderCover(folderId: FolderId, coverId: string | null): Promise<AlbumId[]> {
    const filter: Filter<TrackDocument> = {
      folderId,
      isPresent: true,
      embeddedCoverId: null,
      coverId: { $ne: coverId as CoverId | null },
    };
    const albumIds = (await this.#tracks.distinct('albumId', filter)).flatMap((id) => id ?? []);
    const isAny = albumIds.length > 0 || (await this.#tracks.findOne(filter, { projection: { _id: 1 } })) !== null;
    if (isAny)
      await this.#catalogue.write({}, () =>
        this.#tracks.updateMany(filter, { $set: { coverId: coverId as CoverId | null } }),
      );
    return albumIds;
  }

  listSounds(after: TrackId | null, limit: number): Promise<TrackSound[]> {
    const filter = { isPresent: true, ...(after === null ? {} : { _id: { $gt: after } }) };
    return this.#tracks
      .find(filter, {
        sort: { _id: 1 },
        limit,
        projection: { libraryId: 1, audioKey: 1, sizeBytes: 1, modifiedAtMs: 1, 'format.channels': 1 },
      })
      .map(({ _id, format, ...sound }) => ({ id: _id, ...sound, channels: format.channels }))
      .toArray();
  }

  countTracks(libraryId: LibraryId): Promise<number> {
    return this.#tracks.countDocuments({ libraryId, isPresent: true });
  }

  /** Reads all tracks of the library, once for each version of the catalogue. */
  countBytes(libraryId: LibraryId): Promise<number> {
    return this.#bytes.ensure(libraryId, async () => {
      const [sum] = await this.#tracks
        .aggregate<{ total: number }>([
          { $match: { libraryId, isPresent: true } },
          { $group: { _id: null, total: { $sum: '$sizeBytes' } } },
        ])
        .toArray();
      return sum?.total ?? 0;
    });
  }

  listArtistTrackIds(artistId: ArtistId, limit: number): Promise<TrackId[]> {
    return this.#tracks
      .find({ artistIds: artistId, isPresent: true, mainArtistIds: artistId }, { projection: { _id: 1 }, limit })
      .map(({ _id }) => _id)
      .toArray();
  }

  async #list(filter: Filter<TrackDocument>, options: FindOptions = {}): Promise<Track[]> {
    return (await this.#tracks.find(filter, { ...options, projection }).toArray()).map(toTrack);
  }
}
