import type { LoudnessMeasurement } from './loudness/loudness-measurement.ts';
import type { EdgeSilence } from './silence-finder.ts';
import type { Waveform } from './waveform-builder.ts';

/** Raised when the same audio would be measured differently: what was stored before is then made again. */
export const ANALYSIS_VERSION = 2;

/** All that one pass over a track finds out. Plain data; its bytes cross processes by structured clone. */
export interface AudioMeasurement {
  version: number;
  /** Of the samples that were heard, which may differ from what the file claims. */
  durationMs: number;
  loudness: LoudnessMeasurement;
  waveform: Waveform;
  silence: EdgeSilence;
}
