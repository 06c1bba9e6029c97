import type {
  Artist as PublicArtist,
  ArtistDetail as PublicArtistDetail,
  Genre as PublicGenre,
} from '@jetstream/api-contract';
import type { Album } from '#models/album.ts';
import type { Artist, Genre } from '#models/artist.ts';
import type { Surroundings } from '#models/surroundings.ts';
import type { Track } from '#models/track.ts';
import { toAlbum } from './album-presenter.ts';
import { toAnnotationOf } from './annotation-presenter.ts';
import { toCover } from './cover-presenter.ts';
import { toTrack } from './track-presenter.ts';

export function toArtist(artist: Artist, surroundings: Surroundings): PublicArtist {
  return {
    id: artist.id,
    name: artist.name,
    sortName: artist.sortName,
    albumCount: artist.albumCount,
    trackCount: artist.trackCount,
    cover: toCover(artist.coverId, surroundings),
    annotation: toAnnotationOf('artist', artist.id, surroundings),
  };
}

interface ArtistParts {
  artist: Artist;
  topTracks: readonly Track[];
  albums: readonly Album[];
  appearsOn: readonly Album[];
}

export function toArtistDetail(parts: ArtistParts, surroundings: Surroundings): PublicArtistDetail {
  return {
    ...toArtist(parts.artist, surroundings),
    musicBrainzArtistId: parts.artist.musicBrainzArtistId,
    roles: parts.artist.roles,
    topTracks: parts.topTracks.map((track) => toTrack(track, surroundings)),
    albums: parts.albums.map((album) => toAlbum(album, surroundings)),
    appearsOn: parts.appearsOn.map((album) => toAlbum(album, surroundings)),
  };
}

export const toGenre = (genre: Genre, surroundings: Surroundings): PublicGenre => ({
  id: genre.id,
  name: genre.name,
  trackCount: genre.trackCount,
  albumCount: genre.albumCount,
  covers: genre.coverIds.flatMap((coverId) => toCover(coverId, surroundings) ?? []),
});
