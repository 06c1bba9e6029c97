import type { SearchResult as PublicSearchResult } from '@jetstream/api-contract';
import type { Album } from '#models/album.ts';
import type { Artist, Genre } from '#models/artist.ts';
import type { Surroundings } from '#models/surroundings.ts';
import type { Track } from '#models/track.ts';
import { toAlbum } from './album-presenter.ts';
import { toArtist, toGenre } from './artist-presenter.ts';
import { toTrack } from './track-presenter.ts';

type TopHit = { kind: 'track'; track: Track } | { kind: 'album'; album: Album } | { kind: 'artist'; artist: Artist };

interface Found {
  top: TopHit | null;
  tracks: readonly Track[];
  albums: readonly Album[];
  artists: readonly Artist[];
  genres: readonly Genre[];
  correctedQuery: string | null;
}

export const toSearchResult = (found: Found, surroundings: Surroundings): PublicSearchResult => ({
  top: found.top && toTop(found.top, surroundings),
  tracks: found.tracks.map((track) => toTrack(track, surroundings)),
  albums: found.albums.map((album) => toAlbum(album, surroundings)),
  artists: found.artists.map((artist) => toArtist(artist, surroundings)),
  genres: found.genres.map((genre) => toGenre(genre, surroundings)),
  correctedQuery: found.correctedQuery,
});

function toTop(top: TopHit, surroundings: Surroundings): PublicSearchResult['top'] {
  if (top.kind === 'track') return { kind: top.kind, track: toTrack(top.track, surroundings) };
  if (top.kind === 'album') return { kind: top.kind, album: toAlbum(top.album, surroundings) };
  return { kind: top.kind, artist: toArtist(top.artist, surroundings) };
}
