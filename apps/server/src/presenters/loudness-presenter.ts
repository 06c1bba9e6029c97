import type { AnalysisState, MeasuredLoudness, Waveform } from '@jetstream/api-contract';
import type { Loudness, MeasuredSound, StoredWaveform } from '#models/track-analysis.ts';

/** More digits than this mean nothing: meters agree within a tenth. */
const toHundredths = (value: number | null): number | null => (value === null ? null : Math.round(value * 100) / 100);

export const toMeasuredLoudness = (loudness: Loudness | null): MeasuredLoudness | null =>
  loudness && {
    integratedLufs: toHundredths(loudness.integratedLufs),
    rangeLu: toHundredths(loudness.rangeLu),
    truePeakDbtp: toHundredths(loudness.truePeakDbtp),
  };

export const toWaveform = (waveform: StoredWaveform, sound: MeasuredSound): Waveform => ({
  durationMs: sound.durationMs,
  headSilenceMs: sound.headSilenceMs,
  tailSilenceMs: sound.tailSilenceMs,
  peaks: waveform.peaks,
  rms: waveform.rms,
});

export const toAnalysisState = (progress: AnalysisState): AnalysisState => {
  const { trackCount, analysedCount, failedCount, isRunning, hours, isTime } = progress;
  return { trackCount, analysedCount, failedCount, isRunning, hours, isTime };
};
