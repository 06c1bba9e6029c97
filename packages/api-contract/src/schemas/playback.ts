import { z } from 'zod';
import { gain } from './catalogue.ts';
import { durationMs, id, timestamp } from './primitives.ts';

/** Codecs whose packets are put into segments as they are, or encoded to. */
export const packagedCodec = z.enum(['aac', 'mp3', 'flac', 'opus', 'vorbis']);
export type PackagedCodec = z.infer<typeof packagedCodec>;

/** `mpeg` is MP3 frame behind frame, which some browsers take instead of MP3 in MP4. */
export const segmentContainer = z.enum(['mp4', 'webm', 'mpeg']);
export type SegmentContainer = z.infer<typeof segmentContainer>;

/** What the listener wants: the file's own sound, or a rate: high 256, normal 160, low 96 kbit/s of the best codec. */
export const playbackQuality = z.enum(['original', 'high', 'normal', 'low']);
export type PlaybackQuality = z.infer<typeof playbackQuality>;

/** `metered` costs money, `slow` would stall: both bound the rate to begin with. */
export const playbackNetwork = z.enum(['unmetered', 'metered', 'slow']);
export type PlaybackNetwork = z.infer<typeof playbackNetwork>;

/** What a client can play and wants. Nulls bound nothing. */
export const playbackClient = z
  .strictObject({
    /** What its Media Source Extensions, or its HLS, take. */
    segments: z.array(z.strictObject({ container: segmentContainer, codec: packagedCodec })).max(20),
    /** MIME types of files that it plays by itself, such as `audio/mpeg` or `audio/mp4; codecs="mp4a.40.2"`. */
    files: z.array(z.string().min(1).max(100)).max(60),
    maxBitrateKbps: z.int().min(32).max(100_000).nullable(),
    maxSampleRateHz: z.int().min(8000).max(1_000_000).nullable(),
    maxChannels: z.int().min(1).max(64).nullable(),
    quality: playbackQuality,
    network: playbackNetwork,
  })
  .meta({ id: 'PlaybackClient' });
export type PlaybackClient = z.infer<typeof playbackClient>;

export const playbackRequest = z.strictObject({
  trackIds: z.array(id).min(1).max(20),
  client: playbackClient,
});
export type PlaybackRequest = z.infer<typeof playbackRequest>;

/** `direct` the file as it is; `remux` its packets in another container, bit by bit the same sound; `transcode` encoded anew. */
export const playbackDecision = z.enum(['direct', 'remux', 'transcode']);
export type PlaybackDecision = z.infer<typeof playbackDecision>;

/**
 * Why the sound is given so: `as-is` nothing stands against the original; `container-unsupported` and `codec-unsupported` the client
 * does not play the file; the limits are those that the client named; `quality-chosen` and `network-limited` follow its
 * wishes; `damaged` the file is only playable when decoded by a patient decoder.
 */
export const playbackReason = z.enum([
  'as-is',
  'container-unsupported',
  'codec-unsupported',
  'bitrate-above-limit',
  'sample-rate-unsupported',
  'channels-unsupported',
  'quality-chosen',
  'network-limited',
  'damaged',
]);
export type PlaybackReason = z.infer<typeof playbackReason>;

/**
 * One sound in segments. Segment n (from 0) holds the packets that begin in `[n, n + 1) * segmentSamples` of the decoder's
 * timeline, the last one all that are left; on that timeline the first `delaySamples` are not to be heard, and the `durationSamples` after them are. Renditions of
 * one codec and sample rate have their segments at the same places, so that a player may change between any two.
 */
export const playbackRendition = z
  .object({
    /** Such as `original`; the names of encodings are the server's own. */
    id: z.string(),
    container: segmentContainer,
    codec: packagedCodec,
    /** As `MediaSource.isTypeSupported` and `addSourceBuffer` take it. */
    mimeType: z.string(),
    /** Of the sound, without containers; an average where it varies. */
    bitrateKbps: z.number(),
    sampleRateHz: z.int(),
    channels: z.int(),
    /** Null for lossy sound. */
    bitDepth: z.int().nullable(),
    isOriginal: z.boolean(),
    initUrl: z.string(),
    /**
     * With `{n}` in the place of the segment's number. With `{n}.run-up` there, the packets directly before that segment: a decoder that
     * has heard another rendition until there hears them first, for nothing of the change to be heard.
     */
    segmentUrl: z.string(),
    segmentSamples: z.int(),
    segmentCount: z.int(),
    delaySamples: z.int(),
    durationSamples: z.int(),
  })
  .meta({ id: 'PlaybackRendition' });
export type PlaybackRendition = z.infer<typeof playbackRendition>;

/** Whole, with ranges: the original, or a transcode whose length is known before it is made. */
export const playbackFile = z
  .object({
    url: z.string(),
    mimeType: z.string(),
    bitrateKbps: z.number().nullable(),
    sizeBytes: z.int().nullable(),
    isOriginal: z.boolean(),
  })
  .meta({ id: 'PlaybackFile' });
export type PlaybackFile = z.infer<typeof playbackFile>;

export const loudness = gain.extend({ source: z.enum(['tags', 'measured']) }).meta({ id: 'Loudness' });
export type Loudness = z.infer<typeof loudness>;

/**
 * How a client may play a track. Addresses are paths of this server, or whole ones where media has an origin of its own; they need no credentials, and are
 * the same for everyone, until `expiresAt`. The first rendition is the chosen one; the others are the same sound at other rates, best first.
 */
export const playback = z
  .object({
    trackId: id,
    decision: playbackDecision,
    reason: playbackReason,
    durationMs,
    expiresAt: timestamp,
    file: playbackFile.nullable(),
    segments: z.object({ renditions: z.array(playbackRendition).min(1) }).nullable(),
    hlsUrl: z.string().nullable(),
    dashUrl: z.string().nullable(),
    loudness: loudness.nullable(),
  })
  .meta({ id: 'Playback' });
export type Playback = z.infer<typeof playback>;

/**
 * A track of the request that cannot be played: `unsupported` when the client takes nothing that the server can make of it,
 * `media-unreadable` when its file holds no sound that can be decoded.
 */
export const playbackRefusal = z
  .object({
    trackId: id,
    code: z.enum(['not-found', 'media-missing', 'media-unreadable', 'unsupported', 'unavailable']),
  })
  .meta({ id: 'PlaybackRefusal' });
export type PlaybackRefusal = z.infer<typeof playbackRefusal>;

/** In the order of the request; each track is in one of the two. */
export const playbackAnswer = z
  .object({ playbacks: z.array(playback), refusals: z.array(playbackRefusal) })
  .meta({ id: 'PlaybackAnswer' });
export type PlaybackAnswer = z.infer<typeof playbackAnswer>;
