import type { PlaybackGain } from '@jetstream/audio-analysis';
import type {
  PackagedCodec,
  PlaybackDecision,
  PlaybackReason,
  PlaybackRefusal,
  SegmentContainer,
} from '@jetstream/api-contract';
import type { TrackId } from './ids.ts';
import type { MediaAddress } from './media-address.ts';

export type { PlaybackClient, SegmentContainer } from '@jetstream/api-contract';

/** The name of the original's own packets among renditions. */
export const ORIGINAL_NAME = 'original';

/** One sound in segments, and where they are on the decoder's timeline. */
export interface Rendition {
  /** `original`, or the target's name and its encoder's mark: `opus-128-48000-2-x1y2z3`. */
  name: string;
  container: SegmentContainer;
  codec: PackagedCodec;
  /** With the codec, as Media Source Extensions take it. */
  mimeType: string;
  bitrateKbps: number;
  sampleRateHz: number;
  channels: number;
  bitDepth: number | null;
  segmentSamples: number;
  segmentCount: number;
  delaySamples: number;
  durationSamples: number;
}

export const toDurationMs = (rendition: Pick<Rendition, 'durationSamples' | 'sampleRateHz'>): number =>
  Math.round((rendition.durationSamples / rendition.sampleRateHz) * 1000);

/** A whole file below the track's address. */
export interface OfferedFile {
  path: string;
  mimeType: string;
  bitrateKbps: number | null;
  sizeBytes: number | null;
  /** Of what is heard; null where only the catalogue knows. */
  durationMs: number | null;
  isOriginal: boolean;
}

export interface TrackPlayback {
  address: MediaAddress;
  expiresAtMs: number;
  decision: PlaybackDecision;
  reason: PlaybackReason;
  durationMs: number;
  file: OfferedFile | null;
  /** Best first; the first is the chosen one. */
  renditions: Rendition[];
  /** Null when nobody knows. */
  loudness: PlaybackGain | null;
}

export interface RefusedPlayback {
  trackId: TrackId;
  code: PlaybackRefusal['code'];
}

type Place = Pick<Rendition, 'delaySamples' | 'durationSamples' | 'segmentSamples'>;

/**
 * Packets that hold nothing but the encoder's padding belong to no segment, and a last one that would be short is a part of the one before it: the
 * packets of some files are longer than what would be left.
 */
export const countSegments = ({ delaySamples, durationSamples, segmentSamples }: Place): number =>
  Math.max(1, Math.round((delaySamples + durationSamples) / segmentSamples));

/** Where the packets of a segment begin, on the decoder's timeline; the last one has all that are left. */
export function boundsOfSegment(rendition: Place & { segmentCount: number }, index: number) {
  const { delaySamples, durationSamples, segmentSamples, segmentCount } = rendition;
  const isLast = index === segmentCount - 1;
  const endSample = isLast ? delaySamples + durationSamples : (index + 1) * segmentSamples;
  return { startSample: index * segmentSamples, endSample };
}

/** How much of a segment is heard. The sum is the duration. */
export function heardSamplesOf(rendition: Place & { segmentCount: number }, index: number): number {
  const { startSample, endSample } = boundsOfSegment(rendition, index);
  return heardBetween(rendition, startSample, endSample);
}

/** Of the decoder's timeline: neither delay nor padding is heard. */
export function heardBetween({ delaySamples, durationSamples }: Place, startSample: number, endSample: number): number {
  const heardUntil = (sample: number) => Math.min(durationSamples, Math.max(0, sample - delaySamples));
  return heardUntil(endSample) - heardUntil(startSample);
}
