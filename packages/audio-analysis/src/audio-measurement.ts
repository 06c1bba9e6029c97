import type { LoudnessMeasurement } from './loudness/loudness-measurement.ts';
import type { EdgeSilence } from './silence-finder.ts';
import type { Waveform } from './waveform-builder.ts';

/** Raised when the same audio would be measured differently: what was stored before is then made again. */
export const ANALYSIS_VERSION = 2;

/**
 * The earliest version that measured a sound of so many channels as it would be measured now; null where nobody knows how many. Version 2
 * measures what has more than two a second time, mixed, and all else as before.
 */
export const findLeastVersion = (channels: number | null): number =>
  channels !== null && channels <= 2 ? 1 : ANALYSIS_VERSION;

/** All that one pass over a track finds out. Plain data; its bytes cross processes by structured clone. */
export interface AudioMeasurement {
  version: number;
  /** Of the samples that were heard, which may differ from what the file claims. */
  durationMs: number;
  loudness: LoudnessMeasurement;
  waveform: Waveform;
  silence: EdgeSilence;
}
