import type { AudioFormat } from '#models/track.ts';
import type { TagSink } from './tag-sink.ts';

/** What a reader of one container gives. */
export interface RawReading {
  sink: TagSink;
  format: AudioFormat;
  durationMs: number;
  audioKey: string | null;
}

const MILLISECONDS = 1_000;

/** Bits over milliseconds is kilobits over seconds. */
export function toBitrateKbps(audioBytes: number, durationMs: number): number | null {
  return durationMs > 0 && audioBytes > 0 ? Math.round((audioBytes * 8) / durationMs) : null;
}

export const toDurationMs = (samples: number, sampleRateHz: number): number =>
  sampleRateHz > 0 ? Math.max(0, (samples / sampleRateHz) * MILLISECONDS) : 0;
