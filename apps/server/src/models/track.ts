import type { ReplayGain } from '@jetstream/audio-analysis';
import type { AlbumId, ArtistId, CoverId, FolderId, GenreId, LibraryId, TrackId } from './ids.ts';

/** Stores keep the place in this list: append only. */
export const creditRoles = [
  'artist',
  'album-artist',
  'composer',
  'lyricist',
  'conductor',
  'performer',
  'remixer',
  'producer',
  'arranger',
  'engineer',
  'mixer',
  'writer',
] as const;
export type CreditRole = (typeof creditRoles)[number];

export interface Credit {
  artistId: ArtistId;
  name: string;
  role: CreditRole;
  /** The instrument of a performer, or null. */
  detail: string | null;
}

export interface AudioFormat {
  /** Such as `FLAC`, `MPEG`, `Ogg`, `MP4`. */
  container: string;
  /** Such as `mp3`, `flac`, `vorbis`, `opus`, `aac`, `alac`, `pcm`, `wma`, `ape`, `wavpack`, `musepack`, `dsd`. */
  codec: string;
  mimeType: string;
  isLossless: boolean;
  bitrateKbps: number | null;
  sampleRateHz: number | null;
  bitDepth: number | null;
  channels: number | null;
}

/** A recording in one file, as the catalogue keeps it. Text is as tagged; keys (`…Key`) are folded for sorting. */
export interface Track {
  id: TrackId;
  libraryId: LibraryId;
  folderId: FolderId;
  /** Relative to the library, with `/`. */
  path: string;
  sizeBytes: number;
  modifiedAtMs: number;
  /** Equal for equal audio: recognises a file that moved or was tagged anew. Null where it could not be made. */
  audioKey: string | null;

  title: string;
  titleKey: string;
  artistCredit: string;
  artistKey: string;
  credits: Credit[];
  albumId: AlbumId | null;
  albumTitle: string | null;
  albumKey: string;
  /** As it should be credited on the album; null when the file does not say. */
  albumArtistCredit: string | null;
  isCompilation: boolean;
  discNumber: number | null;
  discTitle: string | null;
  trackNumber: number | null;
  durationMs: number;
  year: number | null;
  releaseDate: string | null;
  originalDate: string | null;
  genres: { id: GenreId; name: string }[];
  bpm: number | null;
  comment: string | null;
  replayGain: ReplayGain | null;
  musicBrainz: { recordingId: string | null; releaseId: string | null; artistIds: string[]; albumArtistIds: string[] };
  hasLyrics: boolean;
  /** Picture inside the file; `coverId` falls back to the folder's. */
  embeddedCoverId: CoverId | null;
  coverId: CoverId | null;
  format: AudioFormat;

  addedAtMs: number;
  /** When a scan first did not find the file; null while it is there. */
  missingSinceMs: number | null;
}

/** The artists in the foreground, in tag order. */
export const mainArtists = (track: Pick<Track, 'credits'>): { id: ArtistId; name: string }[] =>
  track.credits.filter((credit) => credit.role === 'artist').map(({ artistId, name }) => ({ id: artistId, name }));
