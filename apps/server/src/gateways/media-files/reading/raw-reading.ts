import type { AudioFormat } from '#models/track.ts';
import type { TagSink } from './tag-sink.ts';

/** What a reader of one container gives. */
export interface RawReading {
  sink: TagSink;
  format: AudioFormat;
  durationMs: number;
  audioKey: string | null;
  /** The file ends clearly before what it says of itself; left out where it says nothing. */
  isCutOff?: boolean;
}

/** Less is missing where tags or encoders counted differently. */
const LEAST_MISSING_BYTES = 4 * 1024;
const LEAST_MISSING_SHARE = 0.01;

export const isClearlyShort = (bytes: number, statedBytes: number): boolean =>
  statedBytes - bytes > Math.max(LEAST_MISSING_BYTES, statedBytes * LEAST_MISSING_SHARE);

const MILLISECONDS = 1_000;

/** Bits over milliseconds is kilobits over seconds. */
export function toBitrateKbps(audioBytes: number, durationMs: number): number | null {
  return durationMs > 0 && audioBytes > 0 ? Math.round((audioBytes * 8) / durationMs) : null;
}

export const toDurationMs = (samples: number, sampleRateHz: number): number =>
  sampleRateHz > 0 ? Math.max(0, (samples / sampleRateHz) * MILLISECONDS) : 0;
