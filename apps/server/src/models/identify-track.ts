import type { ReplayGain } from '@jetstream/audio-analysis';
import {
  cleanLine,
  cleanText,
  chooseLyrics,
  parseR128GainDb,
  type LyricsText,
  type Lyrics,
} from '@jetstream/music-files';
import type { ArtistNaming } from './artist-naming.ts';
import type { AudioReading, TagFields } from './audio-reading.ts';
import { toAlbumId, toFolderId, toGenreId } from './catalogue-ids.ts';
import { identifyCredits } from './identify-credits.ts';
import { identifyFromPath, type PathNaming, toAlbumFolder } from './identify-from-path.ts';
import type { AlbumId, CoverId, LibraryId } from './ids.ts';
import { foldText, toSortKey } from './sort-key.ts';
import { splitGenres } from './split-names.ts';
import * as values from './tag-values.ts';
import type { Track } from './track.ts';

/** Where the file was found, and what lies beside it. */
export interface FileLocation {
  libraryId: LibraryId;
  path: string;
  sizeBytes: number;
  modifiedAtMs: number;
  /** Lyrics files of the same name, the one to prefer first. */
  lyricsTexts: readonly LyricsText[];
}

/** A track but for what only the catalogue knows: its id, its age and the folder's cover. */
export type TrackDraft = Omit<Track, 'id' | 'addedAtMs' | 'missingSinceMs' | 'coverId'>;

export interface IdentifiedTrack {
  draft: TrackDraft;
  lyrics: Lyrics | null;
  artists: ArtistNaming[];
}

const LONGEST_COMMENT = 4_000;
const MOST_GENRES = 16;

/** Makes a track of what a file says, and of its path where the file is silent. */
export function identifyTrack(reading: AudioReading, location: FileLocation): IdentifiedTrack {
  const { tags } = reading;
  const path = identifyFromPath(location.path);
  const title = first(tags.title) ?? (cleanLine(path.title) || location.path);
  const { credits, artists, artistCredit, albumArtistCredit } = identifyCredits(tags, path.artist);
  const lyrics = chooseLyrics(reading.lyrics, location.lyricsTexts);
  const folderPath = location.path.slice(0, Math.max(0, location.path.lastIndexOf('/')));
  const dates = identifyDates(tags, path);
  const album = identifyAlbum(tags, location, { path, folderPath, albumArtist: albumArtistCredit });
  const draft: TrackDraft = {
    libraryId: location.libraryId,
    folderId: toFolderId(location.libraryId, folderPath),
    path: location.path,
    sizeBytes: location.sizeBytes,
    modifiedAtMs: location.modifiedAtMs,
    audioKey: reading.audioKey,
    title,
    titleKey: toSortKey(first(tags.titleSort) ?? title),
    artistCredit,
    artistKey: toSortKey(first(tags.artistSort) ?? artistCredit),
    credits,
    ...album,
    albumArtistCredit,
    isCompilation: values.parseFlag(tags.compilation?.[0]),
    discNumber: values.parsePosition(tags.discNumber?.[0]) ?? path.discNumber,
    discTitle: first(tags.discTitle),
    trackNumber: values.parsePosition(tags.trackNumber?.[0]) ?? (tags.title === undefined ? path.trackNumber : null),
    durationMs: Math.max(0, Math.round(reading.durationMs)),
    ...dates,
    genres: identifyGenres(tags),
    bpm: values.parseBpm(tags.bpm?.[0]),
    comment: cleanText(tags.comment?.[0] ?? '', LONGEST_COMMENT) || null,
    replayGain: identifyReplayGain(tags),
    musicBrainz: identifyMusicBrainz(tags),
    hasLyrics: lyrics !== null,
    embeddedCoverId: reading.embeddedCoverId as CoverId | null,
    format: reading.format,
  };
  return { draft, lyrics, artists };
}

function identifyAlbum(
  tags: TagFields,
  location: FileLocation,
  known: { path: PathNaming; folderPath: string; albumArtist: string | null },
): { albumId: AlbumId | null; albumTitle: string | null; albumKey: string } {
  const title = first(tags.album) ?? (cleanLine(known.path.album ?? '') || null);
  if (title === null) return { albumId: null, albumTitle: null, albumKey: '' };
  const albumId = toAlbumId({
    title,
    albumArtist: known.albumArtist,
    isCompilation: values.parseFlag(tags.compilation?.[0]),
    releaseId: values.parseMusicBrainzIds(tags.musicBrainzReleaseId)[0] ?? null,
    releaseDate: values.parseDate(tags.releaseDate?.[0]),
    folderId: toFolderId(location.libraryId, toAlbumFolder(known.folderPath)),
  });
  return { albumId, albumTitle: title, albumKey: toSortKey(title) };
}

/** The year that people file an album under is the one of its release; the original date is kept beside it. */
function identifyDates(tags: TagFields, path: PathNaming) {
  const date = values.parseDate(tags.date?.[0]);
  const releaseDate = values.parseDate(tags.releaseDate?.[0]) ?? date;
  const originalDate = values.parseDate(tags.originalDate?.[0]);
  const year = values.parseYear(date ?? releaseDate ?? originalDate) ?? path.year;
  return { year, releaseDate, originalDate };
}

function identifyGenres(tags: TagFields): Track['genres'] {
  const byKey = new Map<string, string>();
  for (const name of splitGenres(tags.genre ?? [])) {
    const key = foldText(name);
    if (!byKey.has(key)) byKey.set(key, name);
  }
  return [...byKey.values()].slice(0, MOST_GENRES).map((name) => ({ id: toGenreId(name), name }));
}

function identifyReplayGain(tags: TagFields): ReplayGain | null {
  const gain: ReplayGain = {
    trackGainDb: values.parseGainDb(tags.trackGain?.[0]) ?? parseR128GainDb(tags.r128TrackGain?.[0]),
    trackPeak: values.parsePeak(tags.trackPeak?.[0]),
    albumGainDb: values.parseGainDb(tags.albumGain?.[0]) ?? parseR128GainDb(tags.r128AlbumGain?.[0]),
    albumPeak: values.parsePeak(tags.albumPeak?.[0]),
  };
  return Object.values(gain).some((value) => value !== null) ? gain : null;
}

function identifyMusicBrainz(tags: TagFields): Track['musicBrainz'] {
  return {
    recordingId: values.parseMusicBrainzIds(tags.musicBrainzRecordingId)[0] ?? null,
    releaseId: values.parseMusicBrainzIds(tags.musicBrainzReleaseId)[0] ?? null,
    artistIds: values.parseMusicBrainzIds(tags.musicBrainzArtistId),
    albumArtistIds: values.parseMusicBrainzIds(tags.musicBrainzAlbumArtistId),
  };
}

function first(field: readonly string[] | undefined): string | null {
  for (const value of field ?? []) {
    const line = cleanLine(value);
    if (line !== '') return line;
  }
  return null;
}
