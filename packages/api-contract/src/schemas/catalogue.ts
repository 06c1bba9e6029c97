import { z } from 'zod';
import { durationMs, id, rating, timestamp } from './primitives.ts';

export const artistRef = z.object({ id, name: z.string() }).meta({ id: 'ArtistRef' });
export type ArtistRef = z.infer<typeof artistRef>;

export const creditRole = z.enum([
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
]);
export type CreditRole = z.infer<typeof creditRole>;

/** Accent taken from the artwork, already adjusted to 4.5:1 on the light and the dark canvas. */
export const accent = z.object({ light: z.string(), dark: z.string() }).meta({ id: 'Accent' });

/** `placeholder` is a data URI of a few hundred bytes to show, blurred, until the image has come. */
export const cover = z
  .object({ id, placeholder: z.string().nullable(), accent: accent.nullable() })
  .meta({ id: 'Cover' });
export type Cover = z.infer<typeof cover>;

/** What the signed-in user did with the item. `rating` 0 means unrated. */
export const annotation = z
  .object({ starredAt: timestamp.nullable(), rating, playCount: z.int(), lastPlayedAt: timestamp.nullable() })
  .meta({ id: 'Annotation' });
export type Annotation = z.infer<typeof annotation>;

export const audioFormat = z
  .object({
    container: z.string(),
    codec: z.string(),
    mimeType: z.string(),
    isLossless: z.boolean(),
    bitrateKbps: z.number().nullable(),
    sampleRateHz: z.int().nullable(),
    bitDepth: z.int().nullable(),
    channels: z.int().nullable(),
  })
  .meta({ id: 'AudioFormat' });
export type AudioFormat = z.infer<typeof audioFormat>;

export const track = z
  .object({
    id,
    title: z.string(),
    artistCredit: z.string(),
    artists: z.array(artistRef),
    albumId: id.nullable(),
    albumTitle: z.string().nullable(),
    discNumber: z.int().nullable(),
    trackNumber: z.int().nullable(),
    durationMs,
    year: z.int().nullable(),
    genres: z.array(z.string()),
    cover: cover.nullable(),
    format: audioFormat,
    sizeBytes: z.int(),
    isMissing: z.boolean(),
    hasLyrics: z.boolean(),
    addedAt: timestamp,
    annotation,
  })
  .meta({ id: 'Track' });
export type Track = z.infer<typeof track>;

export const credit = z
  .object({ artist: artistRef, role: creditRole, detail: z.string().nullable() })
  .meta({ id: 'Credit' });

export const gain = z
  .object({
    trackGainDb: z.number().nullable(),
    trackPeak: z.number().nullable(),
    albumGainDb: z.number().nullable(),
    albumPeak: z.number().nullable(),
  })
  .meta({ id: 'ReplayGain' });

/** What the server heard, after ITU-R BS.1770 and EBU R 128, whatever the tags say. Null for silence. */
export const measuredLoudness = z
  .object({
    /** Gated, in LUFS. */
    integratedLufs: z.number().nullable(),
    /** How much it changes, in LU. */
    rangeLu: z.number().nullable(),
    /** The highest point of the wave, between the samples too, in dBTP. */
    truePeakDbtp: z.number().nullable(),
  })
  .meta({ id: 'MeasuredLoudness' });
export type MeasuredLoudness = z.infer<typeof measuredLoudness>;

/**
 * The shape of a track. `peaks` and `rms` are base64 of up to 1000 bytes, one for each of equal parts of `durationMs`: 255 times the
 * square root of the amplitude (the highest sample; the root of the mean square), so that a bar as high as the value looks as loud
 * as it sounds.
 */
export const waveform = z
  .object({
    durationMs,
    /** Quieter than -60 dBFS before the first and after the last sound. */
    headSilenceMs: z.int(),
    tailSilenceMs: z.int(),
    peaks: z.string(),
    rms: z.string(),
  })
  .meta({ id: 'Waveform' });
export type Waveform = z.infer<typeof waveform>;

export const trackDetail = track
  .extend({
    path: z.string(),
    folderId: id,
    credits: z.array(credit),
    replayGain: gain.nullable(),
    /** Null until it was measured. */
    loudness: measuredLoudness.nullable(),
    bpm: z.number().nullable(),
    comment: z.string().nullable(),
    releaseDate: z.string().nullable(),
    originalDate: z.string().nullable(),
    musicBrainz: z.object({
      recordingId: z.string().nullable(),
      releaseId: z.string().nullable(),
      artistIds: z.array(z.string()),
    }),
  })
  .meta({ id: 'TrackDetail' });
export type TrackDetail = z.infer<typeof trackDetail>;

export const album = z
  .object({
    id,
    title: z.string(),
    artistCredit: z.string(),
    artists: z.array(artistRef),
    year: z.int().nullable(),
    genres: z.array(z.string()),
    isCompilation: z.boolean(),
    trackCount: z.int(),
    discCount: z.int(),
    durationMs,
    cover: cover.nullable(),
    addedAt: timestamp,
    annotation,
  })
  .meta({ id: 'Album' });
export type Album = z.infer<typeof album>;

export const albumDetail = album
  .extend({
    releaseDate: z.string().nullable(),
    originalDate: z.string().nullable(),
    musicBrainzReleaseId: z.string().nullable(),
    discTitles: z.array(z.object({ discNumber: z.int(), title: z.string() })),
    sizeBytes: z.int(),
    /** Of its tracks as one programme; null until all of them were measured. */
    loudness: measuredLoudness.nullable(),
    tracks: z.array(track),
    moreByArtist: z.array(album),
  })
  .meta({ id: 'AlbumDetail' });
export type AlbumDetail = z.infer<typeof albumDetail>;

export const artist = z
  .object({
    id,
    name: z.string(),
    sortName: z.string(),
    albumCount: z.int(),
    trackCount: z.int(),
    cover: cover.nullable(),
    annotation,
  })
  .meta({ id: 'Artist' });
export type Artist = z.infer<typeof artist>;

export const artistDetail = artist
  .extend({
    musicBrainzArtistId: z.string().nullable(),
    roles: z.array(creditRole),
    topTracks: z.array(track),
    albums: z.array(album),
    appearsOn: z.array(album),
  })
  .meta({ id: 'ArtistDetail' });
export type ArtistDetail = z.infer<typeof artistDetail>;

export const genre = z
  .object({ id, name: z.string(), trackCount: z.int(), albumCount: z.int(), covers: z.array(cover) })
  .meta({ id: 'Genre' });
export type Genre = z.infer<typeof genre>;

export const folder = z
  .object({ id, name: z.string(), libraryId: id, parentId: id.nullable(), trackCount: z.int() })
  .meta({ id: 'Folder' });
export type Folder = z.infer<typeof folder>;

/** A folder with what is inside; the root (no id asked) lists the libraries' top folders. */
export const folderDetail = z
  .object({ folder: folder.nullable(), ancestors: z.array(folder), folders: z.array(folder), tracks: z.array(track) })
  .meta({ id: 'FolderDetail' });
export type FolderDetail = z.infer<typeof folderDetail>;

/** The texts of a phrase's words, one after the other, give its text: they hold the spaces between. */
export const lyricWord = z.object({ startMs: z.int(), endMs: z.int(), text: z.string() }).meta({ id: 'LyricWord' });
export type LyricWord = z.infer<typeof lyricWord>;

/** `startMs` is null in lyrics without times, `endMs` where nothing says it, `words` where single words have no times. */
export const lyricPhrase = z
  .object({
    startMs: z.int().nullable(),
    endMs: z.int().nullable(),
    text: z.string(),
    words: z.array(lyricWord).nullable(),
  })
  .meta({ id: 'LyricPhrase' });

export const lyricLine = lyricPhrase
  .extend({
    /** Who sings it, of `voices`. */
    voiceId: z.string().nullable(),
    /** Sung behind the line. */
    background: lyricPhrase.nullable(),
    translations: z.array(z.object({ language: z.string().nullable(), text: z.string() })),
  })
  .meta({ id: 'LyricLine' });
export type LyricLine = z.infer<typeof lyricLine>;

export const lyrics = z
  .object({
    isTimed: z.boolean(),
    language: z.string().nullable(),
    source: z.enum(['embedded', 'file']),
    voices: z.array(
      z.object({ id: z.string(), kind: z.enum(['person', 'group', 'other']), name: z.string().nullable() }),
    ),
    lines: z.array(lyricLine),
  })
  .meta({ id: 'Lyrics' });
export type Lyrics = z.infer<typeof lyrics>;

/** Cursors at every `step`-th row of a list, so that a client can open it anywhere: `cursors[n]` opens row n*step. */
export const anchors = z
  .object({
    total: z.int(),
    step: z.int(),
    cursors: z.array(z.string().nullable()),
    /** First row of each initial (A-Z, # for the rest), in list order; empty for sorts without letters. */
    letters: z.array(z.object({ letter: z.string(), row: z.int() })),
  })
  .meta({ id: 'Anchors' });
export type Anchors = z.infer<typeof anchors>;

export const searchResult = z
  .object({
    /** The best single answer over all kinds, or null. */
    top: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('track'), track }),
        z.object({ kind: z.literal('album'), album }),
        z.object({ kind: z.literal('artist'), artist }),
      ])
      .nullable(),
    tracks: z.array(track),
    albums: z.array(album),
    artists: z.array(artist),
    genres: z.array(genre),
    /** Set when nothing matched as typed and the words were corrected to these. */
    correctedQuery: z.string().nullable(),
  })
  .meta({ id: 'SearchResult' });
export type SearchResult = z.infer<typeof searchResult>;
