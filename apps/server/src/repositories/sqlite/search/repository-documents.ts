import type { AlbumId, ArtistId, GenreId, TrackId } from '#models/ids.ts';
import type { Page } from '#models/page.ts';
import type { Repositories } from '#repositories/repositories.ts';
import type { SearchKind } from './search-changes.ts';
import {
  type SearchDocument,
  toAlbumDocument,
  toArtistDocument,
  toGenreDocument,
  toTrackDocument,
} from './search-documents.ts';

export type SearchedRepositories = Pick<Repositories, 'tracks' | 'albums' | 'artists' | 'genres'>;

/** What a catalogue somewhere else is found by, read through its repositories. */
export class RepositoryDocuments {
  readonly #repositories: SearchedRepositories;

  constructor(repositories: SearchedRepositories) {
    this.#repositories = repositories;
  }

  /** Those of `ids` that may be found: present, with at least one present track. */
  async listDocuments(kind: SearchKind, ids: readonly string[]): Promise<SearchDocument[]> {
    if (ids.length === 0) return [];
    const { tracks, albums, artists, genres } = this.#repositories;
    switch (kind) {
      case 'track': {
        const found = await tracks.listTracksById(ids as readonly TrackId[]);
        return found.filter(({ missingSinceMs }) => missingSinceMs === null).map(toTrackDocument);
      }
      case 'album':
        return (await albums.listAlbumsById(ids as readonly AlbumId[])).map(toAlbumDocument);
      case 'artist':
        return (await artists.listArtistsById(ids as readonly ArtistId[])).filter(isPlayed).map(toArtistDocument);
      case 'genre':
        return (await genres.listGenresById(ids as readonly GenreId[])).filter(isPlayed).map(toGenreDocument);
    }
  }

  /** All of them, page by page. */
  async listPage(kind: SearchKind, cursor: string | null, limit: number): Promise<Page<SearchDocument>> {
    const { tracks, albums, artists, genres } = this.#repositories;
    const page = { limit, ...(cursor !== null && { cursor }) };
    const order = 'asc';
    switch (kind) {
      case 'track':
        return toDocuments(await tracks.listTracks({ sort: 'added', order }, page), toTrackDocument);
      case 'album':
        return toDocuments(await albums.listAlbums({ sort: 'added', order }, page), toAlbumDocument);
      case 'artist':
        return toDocuments(await artists.listArtists({ sort: 'name', order }, page), toArtistDocument);
      case 'genre':
        return toDocuments(await genres.listGenres(page), toGenreDocument);
    }
  }
}

const isPlayed = ({ trackCount }: { trackCount: number }): boolean => trackCount > 0;

const toDocuments = <Item>(page: Page<Item>, toDocument: (item: Item) => SearchDocument): Page<SearchDocument> => ({
  ...page,
  items: page.items.map(toDocument),
});
