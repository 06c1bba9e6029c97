import type { Artist, Genre } from '#models/artist.ts';
import type { ArtistNaming } from '#models/artist-naming.ts';
import type { ArtistId, GenreId } from '#models/ids.ts';
import type { Anchors, Page, PageRequest } from '#models/page.ts';
import type { ArtistFilter } from './catalogue-filter.ts';

/** Owner of artists: names come with the tracks that credit them, counts are summed up from present tracks. */
export interface ArtistRepository {
  findArtist(id: ArtistId): Promise<Artist | undefined>;
  listArtistsById(ids: readonly ArtistId[]): Promise<Artist[]>;
  listArtists(filter: ArtistFilter, page: PageRequest): Promise<Page<Artist>>;
  listArtistAnchors(filter: ArtistFilter, step: number): Promise<Anchors>;
  /** Makes sure these artists exist; a better name (with marks, sort name, MusicBrainz id) replaces a poorer one. */
  ensureArtists(artists: readonly ArtistNaming[]): Promise<void>;
  /** Sums up counts, roles and covers again; artists without present tracks are hidden, not deleted. */
  updateFromTracks(ids: readonly ArtistId[]): Promise<void>;
}

/** Owner of genres. */
export interface GenreRepository {
  findGenre(id: GenreId): Promise<Genre | undefined>;
  /** By name. */
  listGenres(page: PageRequest): Promise<Page<Genre>>;
  listGenresById(ids: readonly GenreId[]): Promise<Genre[]>;
  ensureGenres(genres: readonly Pick<Genre, 'id' | 'name' | 'nameKey'>[]): Promise<void>;
  /** Sums up counts and covers again; genres without present tracks are hidden. */
  updateFromTracks(ids: readonly GenreId[]): Promise<void>;
}
