import type { Track } from '@jetstream/api-contract';
import type { TrackLoudness } from '@jetstream/app-core/services';
import { parseR128GainDb, toEmbeddedLyrics, type EmbeddedLyrics } from '@jetstream/music-files';
import type { IAudioMetadata, ILyricsTag } from 'music-metadata';

export interface LocalTrack {
  track: Track;
  albumKey: string | null;
  /** What its tags say. */
  loudness: TrackLoudness | null;
  lyrics: EmbeddedLyrics[];
  picture: Blob | null;
}

/** What to know of a file before it is read. */
export interface LocalIdentity {
  id: string;
  /** Of its picture, if it has one. */
  coverId: string;
  addedAt: string;
  hasLyricsBeside: boolean;
  /** Where it lies. */
  folder: string;
}

const CODECS: readonly (readonly [RegExp, string])[] = [
  [/opus/i, 'opus'],
  [/vorbis/i, 'vorbis'],
  [/flac/i, 'flac'],
  [/alac/i, 'alac'],
  [/aac/i, 'aac'],
  [/layer 3|mp3/i, 'mp3'],
  [/pcm|non-compressed/i, 'pcm'],
];

/** Reads the tags of a file; what has none is known by its name. Undefined for what is no sound at all. */
export async function readLocalTrack(file: File, identity: LocalIdentity): Promise<LocalTrack | undefined> {
  // Comes from the server, which may be away; the files are here all the same.
  const parser = await import('music-metadata').catch(() => undefined);
  const metadata = await parser?.parseBlob(file, { duration: false }).catch(() => undefined);
  // Names are asked only where the content says nothing: the player will tell what it cannot decode.
  if (!metadata && !file.type.startsWith('audio/')) return undefined;
  const cover = parser?.selectCover(metadata?.common.picture) ?? null;
  const lyrics = toLyrics(metadata);
  return {
    track: toTrack(file, metadata, {
      ...identity,
      hasCover: cover !== null,
      hasLyrics: lyrics.length > 0 || identity.hasLyricsBeside,
      durationMs: await readDuration(file, metadata),
    }),
    albumKey: toAlbumKey(metadata?.common, identity.folder),
    loudness: toLoudness(metadata),
    lyrics,
    picture: cover && new Blob([new Uint8Array(cover.data)], { type: cover.format }),
  };
}

function toTrack(
  file: File,
  metadata: IAudioMetadata | undefined,
  {
    id,
    coverId,
    addedAt,
    hasCover,
    hasLyrics,
    durationMs,
  }: LocalIdentity & { hasCover: boolean; hasLyrics: boolean; durationMs: number },
): Track {
  return {
    id,
    ...toWords(file, metadata?.common),
    artists: [],
    albumId: null,
    durationMs,
    cover: hasCover ? { id: coverId, placeholder: null, accent: null } : null,
    format: toFormat(file, metadata),
    sizeBytes: file.size,
    isMissing: false,
    hasLyrics,
    addedAt,
    annotation: { starredAt: null, rating: 0, playCount: 0, lastPlayedAt: null },
  };
}

/** The parser does not look for it to the end of a file. */
async function readDuration(file: File, metadata: IAudioMetadata | undefined): Promise<number> {
  const seconds = metadata?.format.duration ?? 0;
  if (seconds > 0) return Math.round(seconds * 1000);
  const reader = await import('./measuring/read-duration.ts').catch(() => undefined);
  return reader?.readDurationMs(file) ?? 0;
}

/** An album is known by its artist wherever its discs lie; without one, by its folder. */
function toAlbumKey(tags: IAudioMetadata['common'] | undefined, folder: string): string | null {
  if (!tags?.album) return null;
  return JSON.stringify(
    tags.albumartist ? { album: tags.album, artist: tags.albumartist } : { album: tags.album, folder },
  );
}

function toWords(file: File, tags: IAudioMetadata['common'] | undefined) {
  const name = file.name.replace(/\.[^.]+$/, '');
  if (!tags) {
    const nothing = { albumTitle: null, discNumber: null, trackNumber: null, year: null };
    return { title: name, artistCredit: '', genres: [], ...nothing };
  }
  return {
    title: tags.title ?? name,
    artistCredit: tags.artist ?? '',
    albumTitle: tags.album ?? null,
    discNumber: tags.disk.no,
    trackNumber: tags.track.no,
    year: tags.year ?? null,
    genres: tags.genre ?? [],
  };
}

function toFormat(file: File, metadata: IAudioMetadata | undefined): Track['format'] {
  const {
    container = '',
    codec = '',
    lossless,
    bitrate,
    sampleRate,
    bitsPerSample,
    numberOfChannels,
  } = metadata?.format ?? {};
  const extension = file.name.split('.').at(-1)?.toLowerCase() ?? '';
  return {
    container,
    codec: CODECS.find(([pattern]) => pattern.test(`${codec} ${container}`))?.[1] ?? (codec || extension),
    mimeType: file.type,
    isLossless: lossless ?? false,
    bitrateKbps: bitrate === undefined ? null : Math.round(bitrate / 1000),
    sampleRateHz: sampleRate ?? null,
    bitDepth: lossless ? (bitsPerSample ?? null) : null,
    channels: numberOfChannels ?? null,
  };
}

/** Tags as they are: what the parser makes of LRC has lost its times of words. */
function toLyrics(metadata: IAudioMetadata | undefined): EmbeddedLyrics[] {
  const values = Object.values(metadata?.native ?? {}).flatMap((tags) =>
    tags.filter(({ id }) => LYRICS_TAG.test(id)).map(({ value }) => value as string | Partial<ILyricsTag>),
  );
  return toEmbeddedLyrics(values.map((value) => (typeof value === 'string' ? { text: value } : value)));
}

/** Of ID3v2, MP4, and what Vorbis comments, APE and user-defined frames are called. */
const LYRICS_TAG =
  /^(?:USLT|ULT|SYLT|SLT|©lyr|(?:TXXX:|----:com\.apple\.iTunes:)?(?:SYNCED|UNSYNCED|UNSYNCHRONISED)?LYRICS)$/i;

function toLoudness(metadata: IAudioMetadata | undefined): TrackLoudness | null {
  if (!metadata) return null;
  const { common } = metadata;
  const trackGainDb = common.replaygain_track_gain?.dB ?? readOpusGain(metadata, 'R128_TRACK_GAIN');
  const albumGainDb = common.replaygain_album_gain?.dB ?? readOpusGain(metadata, 'R128_ALBUM_GAIN');
  if (trackGainDb === null && albumGainDb === null) return null;
  return {
    trackGainDb,
    trackPeak: common.replaygain_track_peak?.ratio ?? null,
    albumGainDb,
    albumPeak: common.replaygain_album_peak?.ratio ?? null,
  };
}

function readOpusGain({ native }: IAudioMetadata, name: string): number | null {
  const value = Object.values(native)
    .flat()
    .find(({ id }) => id.toUpperCase() === name)?.value;
  return typeof value === 'string' ? parseR128GainDb(value) : null;
}
