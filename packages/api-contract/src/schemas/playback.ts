import { z } from 'zod';
import { gain } from './catalogue.ts';
import { durationMs, id, timestamp } from './primitives.ts';

export const packagedCodec = z
  .enum(['aac', 'mp3', 'flac', 'opus', 'vorbis'])
  .describe('Codecs whose packets are put into segments as they are, or encoded to.');
export type PackagedCodec = z.infer<typeof packagedCodec>;

export const segmentContainer = z
  .enum(['mp4', 'webm', 'mpeg'])
  .describe('`mpeg` is MP3 frame behind frame, which some browsers take instead of MP3 in MP4.');
export type SegmentContainer = z.infer<typeof segmentContainer>;

export const playbackQuality = z
  .enum(['original', 'high', 'normal', 'low'])
  .describe(
    "What the listener wants: the file's own sound, or a rate: high 256, normal 160, low 96 kbit/s of the best codec.",
  );
export type PlaybackQuality = z.infer<typeof playbackQuality>;

export const playbackNetwork = z
  .enum(['unmetered', 'metered', 'slow'])
  .describe('`metered` costs money, `slow` would stall: both bound the rate to begin with.');
export type PlaybackNetwork = z.infer<typeof playbackNetwork>;

export const playbackClient = z
  .strictObject({
    segments: z
      .array(z.strictObject({ container: segmentContainer, codec: packagedCodec }))
      .max(20)
      .describe('What its Media Source Extensions, or its HLS, take.'),
    files: z
      .array(z.string().min(1).max(100))
      .max(60)
      .describe(
        'MIME types of files that it plays by itself, such as `audio/mpeg` or `audio/mp4; codecs="mp4a.40.2"`; `audio/*` for all.',
      ),
    maxBitrateKbps: z.int().min(32).max(100_000).nullable(),
    maxSampleRateHz: z.int().min(8000).max(1_000_000).nullable(),
    maxChannels: z.int().min(1).max(64).nullable(),
    quality: playbackQuality,
    network: playbackNetwork,
  })
  .meta({ id: 'PlaybackClient', description: 'What a client can play and wants. Nulls bound nothing.' });
export type PlaybackClient = z.infer<typeof playbackClient>;

export const playbackRequest = z.strictObject({
  trackIds: z.array(id).min(1).max(20),
  client: playbackClient,
});
export type PlaybackRequest = z.infer<typeof playbackRequest>;

export const playbackDecision = z
  .enum(['direct', 'remux', 'transcode'])
  .describe(
    '`direct` the file as it is; `remux` its packets in another container, bit by bit the same sound; `transcode` encoded anew.',
  );
export type PlaybackDecision = z.infer<typeof playbackDecision>;

export const playbackReason = z
  .enum([
    'as-is',
    'container-unsupported',
    'codec-unsupported',
    'bitrate-above-limit',
    'sample-rate-unsupported',
    'channels-unsupported',
    'quality-chosen',
    'network-limited',
    'damaged',
  ])
  .describe(
    'Why the sound is given so: `as-is` nothing stands against the original; `container-unsupported` and `codec-unsupported` the client does not play the file; the limits are those that the client named; `quality-chosen` and `network-limited` follow its wishes; `damaged` the file is only playable when decoded by a patient decoder.',
  );
export type PlaybackReason = z.infer<typeof playbackReason>;

const count = z.int().min(0);

export const playbackRendition = z
  .object({
    id: z.string().describe("Such as `original`; the names of encodings are the server's own."),
    container: segmentContainer,
    codec: packagedCodec,
    mimeType: z.string().describe('As `MediaSource.isTypeSupported` and `addSourceBuffer` take it.'),
    bitrateKbps: z.number().describe('Of the sound, without containers; an average where it varies.'),
    sampleRateHz: count.describe('That of the timeline, in which all samples are counted.'),
    channels: count,
    bitDepth: count.nullable().describe('Null for lossy sound.'),
    isOriginal: z.boolean(),
    initUrl: z.string().describe('What a decoder needs before any segment; of no bytes for `mpeg`.'),
    segmentUrl: z
      .string()
      .describe(
        "With `{n}` in the place of the segment's number. With `{n}.run-up` there, the packets directly before that segment: a decoder that has heard another rendition until there hears them first, for nothing of the change to be heard.",
      ),
    segmentSamples: count,
    segmentCount: count,
    delaySamples: count.describe('Not to be heard: what the encoder and the decoder put before the sound.'),
    durationSamples: count.describe(
      'To be heard, from `delaySamples` on; what the last segment holds behind them is not.',
    ),
  })
  .meta({
    id: 'PlaybackRendition',
    description:
      "One sound in segments. Segment n (from 0) holds the packets that begin in `[n, n + 1) * segmentSamples` of the decoder's timeline, the last one all that are left; on that timeline the first `delaySamples` are not to be heard, and the `durationSamples` after them are. Renditions of one codec and sample rate have their segments at the same places, so that a player may change between any two.",
  });
export type PlaybackRendition = z.infer<typeof playbackRendition>;

export const playbackFile = z
  .object({
    url: z.string(),
    mimeType: z.string(),
    bitrateKbps: z.number().nullable(),
    sizeBytes: count.nullable(),
    isOriginal: z.boolean(),
  })
  .meta({
    id: 'PlaybackFile',
    description: 'Whole, with ranges: the original, or a transcode whose length is known before it is made.',
  });
export type PlaybackFile = z.infer<typeof playbackFile>;

export const loudness = gain.extend({ source: z.enum(['tags', 'measured']) }).meta({ id: 'Loudness' });
export type Loudness = z.infer<typeof loudness>;

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
  .meta({
    id: 'Playback',
    description:
      'How a client may play a track. Addresses are paths of this server, or whole ones where media has an origin of its own; they need no credentials, and are the same for everyone, until `expiresAt`. The first rendition is the chosen one; the others are the same sound at other rates, best first.',
  });
export type Playback = z.infer<typeof playback>;

export const playbackRefusal = z
  .object({
    trackId: id,
    code: z.enum(['not-found', 'media-missing', 'media-unreadable', 'unsupported', 'unavailable']),
  })
  .meta({
    id: 'PlaybackRefusal',
    description:
      'A track of the request that cannot be played: `unsupported` when the client takes nothing that the server can make of it, `media-unreadable` when its file holds no sound that can be decoded, `unavailable` when it may be asked for again in a moment.',
  });
export type PlaybackRefusal = z.infer<typeof playbackRefusal>;

export const playbackAnswer = z
  .object({ playbacks: z.array(playback), refusals: z.array(playbackRefusal) })
  .meta({ id: 'PlaybackAnswer', description: 'In the order of the request; each track is in one of the two.' });
export type PlaybackAnswer = z.infer<typeof playbackAnswer>;
