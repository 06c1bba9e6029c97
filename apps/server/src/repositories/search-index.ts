import type { AlbumId, ArtistId, GenreId, TrackId } from '#models/ids.ts';

export interface SearchHits {
  tracks: TrackId[];
  albums: AlbumId[];
  artists: ArtistId[];
  genres: GenreId[];
  top: { kind: 'track' | 'album' | 'artist'; id: string } | null;
  /** The words looked for instead, when nothing matched as typed. */
  correctedQuery: string | null;
}

/** A derived, disposable index over tracks, albums, artists and genres; it can always be built anew from their owners. */
export interface SearchIndex {
  /** Best first in each kind. The last word is a prefix; all words must match, in any order and field. */
  search(query: string, limit: number): Promise<SearchHits>;
  /** Takes in what changed: ids of items that are new, changed or gone. */
  updateFromCatalogue(changed: {
    trackIds: readonly TrackId[];
    albumIds: readonly AlbumId[];
    artistIds: readonly ArtistId[];
    genreIds: readonly GenreId[];
  }): Promise<void>;
}
