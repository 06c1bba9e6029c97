import type { Album as PublicAlbum, AlbumDetail as PublicAlbumDetail } from '@jetstream/api-contract';
import type { Album } from '#models/album.ts';
import type { Surroundings } from '#models/surroundings.ts';
import type { Loudness } from '#models/track-analysis.ts';
import type { Track } from '#models/track.ts';
import { toAnnotationOf } from './annotation-presenter.ts';
import { toCover } from './cover-presenter.ts';
import { toMeasuredLoudness } from './loudness-presenter.ts';
import { toTimestamp } from './timestamp.ts';
import { toTrack } from './track-presenter.ts';

export function toAlbum(album: Album, surroundings: Surroundings): PublicAlbum {
  return {
    id: album.id,
    title: album.title,
    artistCredit: album.artistCredit,
    artists: album.artists,
    year: album.year,
    genres: album.genres.map(({ name }) => name),
    isCompilation: album.isCompilation,
    trackCount: album.trackCount,
    discCount: album.discCount,
    durationMs: album.durationMs,
    cover: toCover(album.coverId, surroundings),
    addedAt: toTimestamp(album.addedAtMs),
    annotation: toAnnotationOf('album', album.id, surroundings),
  };
}

interface AlbumParts {
  album: Album;
  tracks: readonly Track[];
  moreByArtist: readonly Album[];
}

export function toAlbumDetail(
  { album, tracks, moreByArtist }: AlbumParts,
  around: Surroundings,
  loudness: Loudness | null,
): PublicAlbumDetail {
  return {
    ...toAlbum(album, around),
    releaseDate: album.releaseDate,
    originalDate: album.originalDate,
    musicBrainzReleaseId: album.musicBrainzReleaseId,
    discTitles: album.discTitles,
    sizeBytes: album.sizeBytes,
    loudness: toMeasuredLoudness(loudness),
    tracks: tracks.map((track) => toTrack(track, around)),
    moreByArtist: moreByArtist.map((other) => toAlbum(other, around)),
  };
}
