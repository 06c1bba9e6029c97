import type { PlaybackDecision, PlaybackQuality, PlaybackReason } from '@jetstream/api-contract';
import type { FailureReason } from './audio-engine.ts';

/** How the sound is had: what the screens show of it. */
export interface SoundQuality {
  codec: string;
  /** Null where it is not known. */
  bitrateKbps: number | null;
  sampleRateHz: number | null;
  bitDepth: number | null;
  channels: number | null;
  isLossless: boolean;
  decision: PlaybackDecision;
  reason: PlaybackReason;
  /** What the person chose for this network, where the server decided by it; null of sound that nobody is asked for. */
  chosen: PlaybackQuality | null;
}

export interface HeardQuality extends SoundQuality {
  /** Whether anybody knows how loud it is: without, it is not levelled. */
  hasLoudness: boolean;
}

type HowItCame = 'decision' | 'reason' | 'chosen';

/** Of packets in segments: there the codec alone tells whether anything was lost. */
export function toSegmentQuality(
  { codec, bitrateKbps, sampleRateHz, bitDepth, channels }: Omit<SoundQuality, 'isLossless' | HowItCame>,
  how: Pick<SoundQuality, HowItCame>,
): SoundQuality {
  return { codec, bitrateKbps, sampleRateHz, bitDepth, channels, isLossless: codec === 'flac', ...how };
}

/** Measured or tagged; null where nobody knows. */
export interface TrackLoudness {
  trackGainDb: number | null;
  trackPeak: number | null;
  albumGainDb: number | null;
  albumPeak: number | null;
}

/** Loudness may come while the sound plays: whatever is told of it is made from both anew. */
export const toHeardQuality = (quality: SoundQuality, loudness: TrackLoudness | null): HeardQuality => ({
  ...quality,
  hasLoudness: loudness !== null,
});

/** A whole file that the platform plays by itself. */
export interface FileAudio {
  form: 'file';
  url: string;
  mimeType: string;
  quality: SoundQuality;
  loudness: TrackLoudness | null;
}

/**
 * One sound in segments. Segment n holds the packets that begin in `[n, n + 1) * segmentSamples` of the decoder's timeline,
 * whose first `delaySamples` are not to be heard, and the `durationSamples` after them are.
 */
export interface AudioRendition {
  id: string;
  /** With the codec, as media sources take it. */
  mimeType: string;
  /** Null where only the reading tells. */
  bitrateKbps: number | null;
  sampleRateHz: number;
  segmentSamples: number;
  segmentCount: number;
  delaySamples: number;
  durationSamples: number;
  quality: SoundQuality;
  /** Both reject with `SourceError`, or with the signal's reason. */
  readInit(signal: AbortSignal): Promise<Uint8Array>;
  /** Gives the bytes as they come. */
  readSegment(index: number, signal: AbortSignal): AsyncIterable<Uint8Array>;
  /** The packets directly before a segment but the first, which its decoder hears first where it begins with this one. */
  readRunUp(index: number, signal: AbortSignal): AsyncIterable<Uint8Array>;
}

export interface SegmentedAudio {
  form: 'segments';
  /** The chosen one first, then the same sound at other rates, best first. */
  renditions: readonly [AudioRendition, ...AudioRendition[]];
  loudness: TrackLoudness | null;
}

export type OpenedAudio = FileAudio | SegmentedAudio;

/** `changed`: the file was replaced since the source was opened; it can be opened again, and the same place played on from. */
export type SourceFault = FailureReason | 'changed';

/** A source cannot be opened or read; `unreachable` is worth another try. */
export class SourceError extends Error {
  readonly reason: SourceFault;

  constructor(reason: SourceFault, options?: ErrorOptions) {
    super(`the source is ${reason}`, options);
    this.name = 'SourceError';
    this.reason = reason;
  }
}
