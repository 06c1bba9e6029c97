import type { AlbumId, ArtistId, GenreId, LibraryId } from '#models/ids.ts';
import type { Order } from '#models/page.ts';

/** Filters that every store can answer from its own documents. Missing tracks are never listed. */
export interface CatalogueFilter {
  genreId?: GenreId | undefined;
  artistId?: ArtistId | undefined;
  libraryId?: LibraryId | undefined;
  fromYear?: number | undefined;
  toYear?: number | undefined;
}

export interface TrackFilter extends CatalogueFilter {
  sort: 'title' | 'artist' | 'album' | 'year' | 'added' | 'duration';
  order: Order;
  albumId?: AlbumId | undefined;
  isLossless?: boolean | undefined;
}

export interface AlbumFilter extends CatalogueFilter {
  sort: 'title' | 'artist' | 'year' | 'added' | 'random';
  order: Order;
  /** Chooses the shuffle of `random`: the same seed gives the same order. */
  seed?: number | undefined;
}

export interface ArtistFilter {
  sort: 'name' | 'albums' | 'tracks';
  order: Order;
  /** Only artists with albums of their own. */
  isAlbumArtist?: boolean | undefined;
}
