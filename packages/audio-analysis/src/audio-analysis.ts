export { ANALYSIS_VERSION, type AudioMeasurement, findLeastVersion } from './audio-measurement.ts';
export { AudioMeter } from './audio-meter.ts';
export { combineLoudness, combineMixedLoudness } from './loudness/combine-loudness.ts';
export {
  MIXED_CHANNELS,
  type Loudness,
  type LoudnessMeasurement,
  type MixedLoudness,
  type PlayedLoudness,
} from './loudness/loudness-measurement.ts';
export { LoudnessMeter } from './loudness/loudness-meter.ts';
export {
  REFERENCE_LUFS,
  toPlaybackGain,
  toPlayedLoudness,
  type GainSource,
  type PlaybackGain,
  type ReplayGain,
} from './loudness/playback-gain.ts';
export { SILENCE_THRESHOLD_DBFS, SilenceFinder, type EdgeSilence } from './silence-finder.ts';
export { toAmplitude, WAVEFORM_POINTS, WaveformBuilder, type Waveform } from './waveform-builder.ts';
