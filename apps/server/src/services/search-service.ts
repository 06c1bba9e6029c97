import type { Album } from '#models/album.ts';
import type { Artist, Genre } from '#models/artist.ts';
import type { AlbumId, ArtistId, TrackId, UserId } from '#models/ids.ts';
import type { Surrounded } from '#models/surroundings.ts';
import type { Track } from '#models/track.ts';
import type { Repositories } from '#repositories/repositories.ts';
import type { SearchHits } from '#repositories/search-index.ts';
import { orderById } from './order-by-id.ts';
import type { SurroundingsLoader } from './surroundings-loader.ts';

export type TopHit =
  | { kind: 'track'; track: Track }
  | { kind: 'album'; album: Album }
  | { kind: 'artist'; artist: Artist };

export interface Found {
  top: TopHit | null;
  tracks: Track[];
  albums: Album[];
  artists: Artist[];
  genres: Genre[];
  correctedQuery: string | null;
}

interface SearchServiceOptions {
  repositories: Pick<Repositories, 'searchIndex' | 'tracks' | 'albums' | 'artists' | 'genres'>;
  surroundingsLoader: SurroundingsLoader;
}

/** Turns hits of the index into the items themselves, in the index's order. */
export class SearchService {
  readonly #repositories: SearchServiceOptions['repositories'];
  readonly #surroundingsLoader: SurroundingsLoader;

  constructor({ repositories, surroundingsLoader }: SearchServiceOptions) {
    this.#repositories = repositories;
    this.#surroundingsLoader = surroundingsLoader;
  }

  async search(userId: UserId, query: string, limit: number): Promise<Surrounded<Found>> {
    const hits = await this.#repositories.searchIndex.search(query, limit);
    const top = hits.top;
    const topId = (kind: string) => (top?.kind === kind ? [top.id] : []);
    // The best answer may stand outside the lists; it is fetched along with them.
    const trackIds = [...new Set([...hits.tracks, ...(topId('track') as TrackId[])])];
    const albumIds = [...new Set([...hits.albums, ...(topId('album') as AlbumId[])])];
    const artistIds = [...new Set([...hits.artists, ...(topId('artist') as ArtistId[])])];
    const [tracks, albums, artists, genres] = await Promise.all([
      this.#repositories.tracks.listTracksById(trackIds),
      this.#repositories.albums.listAlbumsById(albumIds),
      this.#repositories.artists.listArtistsById(artistIds),
      this.#repositories.genres.listGenresById(hits.genres),
    ]);
    // The index may lag behind a scan by a moment: what has gone since is not an answer.
    const present = tracks.filter(({ missingSinceMs }) => missingSinceMs === null);
    const surroundings = await this.#surroundingsLoader.load(userId, { tracks: present, albums, artists, genres });
    const value: Found = {
      top: findTop(top, { tracks: present, albums, artists }),
      tracks: orderById(hits.tracks, present),
      albums: orderById(hits.albums, albums),
      artists: orderById(hits.artists, artists),
      genres: orderById(hits.genres, genres),
      correctedQuery: hits.correctedQuery,
    };
    return { value, surroundings };
  }
}

function findTop(top: SearchHits['top'], items: Pick<Found, 'tracks' | 'albums' | 'artists'>): TopHit | null {
  const isTop = ({ id }: { id: string }) => id === top?.id;
  if (top?.kind === 'track') {
    const track = items.tracks.find(isTop);
    return track ? { kind: 'track', track } : null;
  }
  if (top?.kind === 'album') {
    const album = items.albums.find(isTop);
    return album ? { kind: 'album', album } : null;
  }
  const artist = top ? items.artists.find(isTop) : undefined;
  return artist ? { kind: 'artist', artist } : null;
}
