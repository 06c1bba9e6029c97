import type { Collection, Db, Filter, FindOptions } from 'mongodb';
import type { Album } from '#models/album.ts';
import type { AlbumId, ArtistId, GenreId } from '#models/ids.ts';
import type { Anchors, Page, PageRequest } from '#models/page.ts';
import { summarizeAlbum } from '#models/summarize-album.ts';
import type { Track } from '#models/track.ts';
import type { AlbumRepository, AlbumUpdate } from '../album-repository.ts';
import type { AlbumFilter } from '../catalogue-filter.ts';
import { toAlbum, toAlbumDocument } from './album-documents.ts';
import { hasLetters, isOrdered, toAlbumList } from './album-lists.ts';
import { CatalogueListing } from './catalogue-listing.ts';
import { type AlbumDocument, type ArtistDocument, inOrderOf, type TrackDocument } from './documents.ts';
import type { MongoCatalogue } from './mongo-catalogue.ts';
import { ShuffledAlbums } from './shuffled-albums.ts';
import { toTrack, trackProjection } from './track-documents.ts';
import { writeInParts } from './write-in-parts.ts';

const NEWEST_FIRST = { 'keys.year': -1, titleKey: 1, _id: 1 } as const;

export class MongoAlbumRepository implements AlbumRepository {
  readonly #albums: Collection<AlbumDocument>;
  readonly #tracks: Collection<TrackDocument>;
  readonly #artists: Collection<ArtistDocument>;
  readonly #catalogue: MongoCatalogue;
  readonly #listing: CatalogueListing<AlbumDocument, Album>;
  readonly #shuffled: ShuffledAlbums;

  constructor(database: Db, catalogue: MongoCatalogue) {
    this.#albums = database.collection('albums');
    this.#tracks = database.collection('tracks');
    this.#artists = database.collection('artists');
    this.#catalogue = catalogue;
    this.#listing = new CatalogueListing(this.#albums, catalogue, { toItem: toAlbum });
    this.#shuffled = new ShuffledAlbums(this.#albums, catalogue);
  }

  async findAlbum(id: AlbumId): Promise<Album | undefined> {
    const document = await this.#albums.findOne({ _id: id });
    return document ? toAlbum(document) : undefined;
  }

  async listAlbumsById(ids: readonly AlbumId[]): Promise<Album[]> {
    return ids.length === 0 ? [] : inOrderOf(ids, await this.#list({ _id: { $in: [...ids] } }));
  }

  async listAlbums(filter: AlbumFilter, page: PageRequest): Promise<Page<Album>> {
    return isOrdered(filter) ? this.#listing.list(toAlbumList(filter), page) : this.#shuffled.list(filter, page);
  }

  async listAlbumAnchors(filter: AlbumFilter, step: number): Promise<Anchors> {
    if (!isOrdered(filter)) return this.#shuffled.listAnchors(filter, step);
    return this.#listing.listAnchors(toAlbumList(filter), { step, hasLetters: hasLetters(filter) });
  }

  listArtistAlbums(artistId: ArtistId): Promise<Album[]> {
    return this.#list({ creditedIds: artistId }, { sort: NEWEST_FIRST });
  }

  listAppearances(artistId: ArtistId, limit: number): Promise<Album[]> {
    return this.#list({ appearingIds: artistId }, { sort: NEWEST_FIRST, limit });
  }

  /** Each album is one document, worked out from its tracks alone: a repeat after a crash gives the same. */
  async updateFromTracks(ids: readonly AlbumId[]): Promise<AlbumUpdate> {
    const albumIds = [...new Set(ids)];
    if (albumIds.length === 0) return { deletedIds: [], artistIds: [], genreIds: [] };
    return this.#catalogue.write({ albumIds }, async () => {
      const [before, tracks] = await Promise.all([this.#list({ _id: { $in: albumIds } }), this.#listTracks(albumIds)]);
      const after = await this.#sumUp(tracks);
      const deletedIds = albumIds.filter((id) => !tracks.has(id));
      await this.#save(after, deletedIds);
      const seen = [...before, ...after.map(toAlbum)];
      return {
        deletedIds,
        artistIds: [...new Set(seen.flatMap(({ artists }) => artists.map(({ id }) => id)))],
        genreIds: [...new Set<GenreId>(seen.flatMap(({ genres }) => genres.map(({ id }) => id)))],
      };
    });
  }

  /** Present tracks by album, in its order. */
  async #listTracks(albumIds: AlbumId[]): Promise<Map<AlbumId, [Track, ...Track[]]>> {
    const documents = this.#tracks.find(
      { 'keys.album': { $in: albumIds }, isPresent: true },
      { projection: trackProjection, sort: { 'keys.album': 1, 'keys.position': 1, path: 1 } },
    );
    const tracks = new Map<AlbumId, [Track, ...Track[]]>();
    for await (const document of documents) {
      if (document.albumId === null) continue;
      const known = tracks.get(document.albumId);
      if (known) known.push(toTrack(document));
      else tracks.set(document.albumId, [toTrack(document)]);
    }
    return tracks;
  }

  async #sumUp(tracks: ReadonlyMap<AlbumId, readonly [Track, ...Track[]]>): Promise<AlbumDocument[]> {
    const artistIds = new Set(
      [...tracks.values()].flat().flatMap(({ credits }) => credits.map((credit) => credit.artistId)),
    );
    const artists = await this.#artists
      .find({ _id: { $in: [...artistIds] } }, { projection: { nameKey: 1 } })
      .toArray();
    const nameKeys = new Map(artists.map(({ _id, nameKey }) => [_id, nameKey]));
    return [...tracks].map(([id, own]) =>
      toAlbumDocument(
        summarizeAlbum(id, own, (artistId) => nameKeys.get(artistId)),
        own,
      ),
    );
  }

  async #save(albums: readonly AlbumDocument[], deletedIds: AlbumId[]): Promise<void> {
    if (deletedIds.length > 0) await this.#albums.deleteMany({ _id: { $in: deletedIds } });
    if (albums.length === 0) return;
    await writeInParts(
      this.#albums,
      albums.map(({ _id, ...replacement }) => ({ replaceOne: { filter: { _id }, replacement, upsert: true } })),
    );
  }

  async #list(filter: Filter<AlbumDocument>, options: FindOptions = {}): Promise<Album[]> {
    return (await this.#albums.find(filter, options).toArray()).map(toAlbum);
  }
}
