import type { Album } from '#models/album.ts';
import type { Artist, Genre } from '#models/artist.ts';
import { invalid, notFound } from '#models/errors.ts';
import type { AlbumId, ArtistId, FolderId, GenreId, TrackId, UserId } from '#models/ids.ts';
import type { Folder } from '#models/library.ts';
import type { Anchors, Order, Page, PageRequest } from '#models/page.ts';
import type { Surrounded } from '#models/surroundings.ts';
import type { Lyrics } from '#models/lyrics.ts';
import type { Track } from '#models/track.ts';
import type { AlbumFilter, ArtistFilter, TrackFilter } from '#repositories/catalogue-filter.ts';
import type { Repositories } from '#repositories/repositories.ts';
import type { SurroundingsLoader } from './surroundings-loader.ts';

type WithoutOrder<F extends { order: Order }> = Omit<F, 'order'> & { order?: Order | undefined };
export type TrackListing = WithoutOrder<TrackFilter>;
export type AlbumListing = WithoutOrder<AlbumFilter>;
export type ArtistListing = WithoutOrder<ArtistFilter>;

export interface AlbumWithTracks {
  album: Album;
  tracks: Track[];
  moreByArtist: Album[];
}
export interface ArtistWithWorks {
  artist: Artist;
  topTracks: Track[];
  albums: Album[];
  appearsOn: Album[];
}
export interface FolderWithContents {
  /** Null above the libraries. */
  folder: Folder | null;
  ancestors: Folder[];
  folders: Folder[];
  tracks: Track[];
}

interface CatalogueServiceOptions {
  repositories: Pick<Repositories, 'tracks' | 'albums' | 'artists' | 'genres' | 'folders' | 'annotations'>;
  surroundingsLoader: SurroundingsLoader;
}

const TOP_TRACKS = 10;
const TOP_TRACK_CANDIDATES = 500;
const MORE_BY_ARTIST = 12;
const APPEARANCES = 60;
const ASCENDING_SORTS: ReadonlySet<string> = new Set(['title', 'artist', 'album', 'name', 'random']);

/** Browsing: lists, details and folders, each with what the asking user did with the items. */
export class CatalogueService {
  readonly #repositories: CatalogueServiceOptions['repositories'];
  readonly #surroundingsLoader: SurroundingsLoader;

  constructor({ repositories, surroundingsLoader }: CatalogueServiceOptions) {
    this.#repositories = repositories;
    this.#surroundingsLoader = surroundingsLoader;
  }

  async listTracks(userId: UserId, listing: TrackListing, page: PageRequest): Promise<Surrounded<Page<Track>>> {
    const value = await this.#repositories.tracks.listTracks(withOrder(listing), page);
    return { value, surroundings: await this.#surroundingsLoader.load(userId, { tracks: value.items }) };
  }

  /** In the order of `ids`, missing tracks too; what the catalogue never knew is left out. */
  async listTracksById(userId: UserId, ids: readonly TrackId[]): Promise<Surrounded<Track[]>> {
    const value = await this.#repositories.tracks.listTracksById([...new Set(ids)]);
    return { value, surroundings: await this.#surroundingsLoader.load(userId, { tracks: value }) };
  }

  async getTrackAnchors(listing: TrackListing, step: number): Promise<Anchors> {
    return this.#repositories.tracks.listTrackAnchors(withOrder(listing), step);
  }

  /** A missing track is found too: its plays and ratings lead to it. */
  async getTrack(userId: UserId, id: TrackId): Promise<Surrounded<Track>> {
    const value = await this.#repositories.tracks.findTrack(id);
    if (!value) throw notFound('track');
    return { value, surroundings: await this.#surroundingsLoader.load(userId, { tracks: [value] }) };
  }

  async getLyrics(id: TrackId): Promise<Lyrics> {
    const lyrics = await this.#repositories.tracks.findLyrics(id);
    if (!lyrics) throw notFound('lyrics');
    return lyrics;
  }

  async listAlbums(userId: UserId, listing: AlbumListing, page: PageRequest): Promise<Surrounded<Page<Album>>> {
    const value = await this.#repositories.albums.listAlbums(toAlbumFilter(listing), page);
    return { value, surroundings: await this.#surroundingsLoader.load(userId, { albums: value.items }) };
  }

  async getAlbumAnchors(listing: AlbumListing, step: number): Promise<Anchors> {
    return this.#repositories.albums.listAlbumAnchors(toAlbumFilter(listing), step);
  }

  async getAlbum(userId: UserId, id: AlbumId): Promise<Surrounded<AlbumWithTracks>> {
    const [album, tracks] = await Promise.all([
      this.#repositories.albums.findAlbum(id),
      this.#repositories.tracks.listAlbumTracks(id),
    ]);
    if (!album) throw notFound('album');
    const moreByArtist = await this.#listMoreByArtist(album);
    const surroundings = await this.#surroundingsLoader.load(userId, { tracks, albums: [album, ...moreByArtist] });
    return { value: { album, tracks, moreByArtist }, surroundings };
  }

  async listArtists(userId: UserId, listing: ArtistListing, page: PageRequest): Promise<Surrounded<Page<Artist>>> {
    const value = await this.#repositories.artists.listArtists(withOrder(listing), page);
    return { value, surroundings: await this.#surroundingsLoader.load(userId, { artists: value.items }) };
  }

  async getArtistAnchors(listing: ArtistListing, step: number): Promise<Anchors> {
    return this.#repositories.artists.listArtistAnchors(withOrder(listing), step);
  }

  async getArtist(userId: UserId, id: ArtistId): Promise<Surrounded<ArtistWithWorks>> {
    const artist = await this.#repositories.artists.findArtist(id);
    if (!artist) throw notFound('artist');
    const [topTracks, albums, appearsOn] = await Promise.all([
      this.#listTopTracks(userId, id),
      this.#repositories.albums.listArtistAlbums(id),
      this.#repositories.albums.listAppearances(id, APPEARANCES),
    ]);
    const items = { tracks: topTracks, albums: [...albums, ...appearsOn], artists: [artist] };
    const surroundings = await this.#surroundingsLoader.load(userId, items);
    return { value: { artist, topTracks, albums, appearsOn }, surroundings };
  }

  async listGenres(userId: UserId, page: PageRequest): Promise<Surrounded<Page<Genre>>> {
    const value = await this.#repositories.genres.listGenres(page);
    return { value, surroundings: await this.#surroundingsLoader.load(userId, { genres: value.items }) };
  }

  async getGenre(userId: UserId, id: GenreId): Promise<Surrounded<Genre>> {
    const value = await this.#repositories.genres.findGenre(id);
    if (!value) throw notFound('genre');
    return { value, surroundings: await this.#surroundingsLoader.load(userId, { genres: [value] }) };
  }

  async getRootFolder(userId: UserId): Promise<Surrounded<FolderWithContents>> {
    const folders = await this.#repositories.folders.listFolders(null);
    const surroundings = await this.#surroundingsLoader.load(userId, {});
    return { value: { folder: null, ancestors: [], folders, tracks: [] }, surroundings };
  }

  async getFolder(userId: UserId, id: FolderId): Promise<Surrounded<FolderWithContents>> {
    const folder = await this.#repositories.folders.findFolder(id);
    if (!folder) throw notFound('folder');
    const [ancestors, folders, tracks] = await Promise.all([
      this.#repositories.folders.listAncestors(id),
      this.#repositories.folders.listFolders(id),
      this.#repositories.tracks.listFolderTracks(id),
    ]);
    const surroundings = await this.#surroundingsLoader.load(userId, { tracks });
    return { value: { folder, ancestors, folders, tracks }, surroundings };
  }

  /** Nothing for compilations: their credit ("Various Artists") says nothing about taste. */
  async #listMoreByArtist(album: Album): Promise<Album[]> {
    const artist = album.artists[0];
    if (!artist || album.isCompilation) return [];
    const albums = await this.#repositories.albums.listArtistAlbums(artist.id);
    return albums.filter(({ id }) => id !== album.id).slice(0, MORE_BY_ARTIST);
  }

  /** Most played by the user, then best rated, then starred; the store's own order decides between equals. */
  async #listTopTracks(userId: UserId, id: ArtistId): Promise<Track[]> {
    const ids = await this.#repositories.tracks.listArtistTrackIds(id, TOP_TRACK_CANDIDATES);
    const annotations = await this.#repositories.annotations.listAnnotations(userId, 'track', ids);
    const weights = new Map(
      annotations.map((one) => [one.itemId, [one.playCount, one.rating, one.starredAtMs === null ? 0 : 1] as const]),
    );
    const none = [0, 0, 0] as const;
    const ranked = [...ids].sort((left, right) => {
      const [a, b] = [weights.get(left) ?? none, weights.get(right) ?? none];
      return b[0] - a[0] || b[1] - a[1] || b[2] - a[2];
    });
    return this.#repositories.tracks.listTracksById(ranked.slice(0, TOP_TRACKS));
  }
}

/** The direction a sort suggests: text ascending, numbers and dates descending. */
function withOrder<F extends { sort: string; order?: Order | undefined }>(listing: F): F & { order: Order } {
  return { ...listing, order: listing.order ?? (ASCENDING_SORTS.has(listing.sort) ? 'asc' : 'desc') };
}

function toAlbumFilter(listing: AlbumListing): AlbumFilter {
  if (listing.sort === 'random' && listing.seed === undefined)
    throw invalid('query/seed', 'A random order needs a seed, so that the next page continues it.');
  return withOrder(listing);
}
