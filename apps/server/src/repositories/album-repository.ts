import type { Album } from '#models/album.ts';
import type { AlbumId, ArtistId, GenreId } from '#models/ids.ts';
import type { Anchors, Page, PageRequest } from '#models/page.ts';
import type { AlbumFilter } from './catalogue-filter.ts';

/** What summing up albums did: sums of these artists and genres may be out of date. */
export interface AlbumUpdate {
  /** Albums without a present track. */
  deletedIds: AlbumId[];
  /** Credited with the albums before or after. */
  artistIds: ArtistId[];
  /** Of the albums before or after. */
  genreIds: GenreId[];
}

/** Owner of albums, which are summed up from tracks (`models/summarize-album.ts`) after each batch of a scan. */
export interface AlbumRepository {
  findAlbum(id: AlbumId): Promise<Album | undefined>;
  /** In the order of `ids`; unknown ids are left out. */
  listAlbumsById(ids: readonly AlbumId[]): Promise<Album[]>;
  listAlbums(filter: AlbumFilter, page: PageRequest): Promise<Page<Album>>;
  listAlbumAnchors(filter: AlbumFilter, step: number): Promise<Anchors>;
  /** Albums credited to the artist, newest first. */
  listArtistAlbums(artistId: ArtistId): Promise<Album[]>;
  /** Albums of others on which the artist has a track, newest first. */
  listAppearances(artistId: ArtistId, limit: number): Promise<Album[]>;
  /** Sums these albums up again from their present tracks; those left without any are deleted. */
  updateFromTracks(ids: readonly AlbumId[]): Promise<AlbumUpdate>;
}
