import type {
  Lyrics as PublicLyrics,
  Track as PublicTrack,
  TrackDetail as PublicTrackDetail,
} from '@jetstream/api-contract';
import type { Surroundings } from '#models/surroundings.ts';
import type { Lyrics } from '#models/lyrics.ts';
import type { Loudness } from '#models/track-analysis.ts';
import { mainArtists, type Track } from '#models/track.ts';
import { toAnnotationOf } from './annotation-presenter.ts';
import { toCover } from './cover-presenter.ts';
import { toMeasuredLoudness } from './loudness-presenter.ts';
import { toTimestamp } from './timestamp.ts';

export function toTrack(track: Track, surroundings: Surroundings): PublicTrack {
  return {
    id: track.id,
    title: track.title,
    artistCredit: track.artistCredit,
    artists: mainArtists(track),
    albumId: track.albumId,
    albumTitle: track.albumTitle,
    discNumber: track.discNumber,
    trackNumber: track.trackNumber,
    durationMs: track.durationMs,
    year: track.year,
    genres: track.genres.map(({ name }) => name),
    cover: toCover(track.coverId, surroundings),
    format: track.format,
    sizeBytes: track.sizeBytes,
    isMissing: track.missingSinceMs !== null,
    hasLyrics: track.hasLyrics,
    addedAt: toTimestamp(track.addedAtMs),
    annotation: toAnnotationOf('track', track.id, surroundings),
  };
}

export function toTrackDetail(track: Track, surroundings: Surroundings, loudness: Loudness | null): PublicTrackDetail {
  const { recordingId, releaseId, artistIds } = track.musicBrainz;
  return {
    ...toTrack(track, surroundings),
    path: track.path,
    folderId: track.folderId,
    credits: track.credits.map(({ artistId, name, role, detail }) => ({
      artist: { id: artistId, name },
      role,
      detail,
    })),
    replayGain: track.replayGain,
    loudness: toMeasuredLoudness(loudness),
    bpm: track.bpm,
    comment: track.comment,
    releaseDate: track.releaseDate,
    originalDate: track.originalDate,
    musicBrainz: { recordingId, releaseId, artistIds },
  };
}

export const toLyrics = ({ isTimed, language, source, voices, lines }: Lyrics): PublicLyrics => ({
  isTimed,
  language,
  source,
  voices,
  lines,
});
