import { type AudioMeasurement, toPlaybackGain } from '@jetstream/audio-analysis';
import type { Settings, Waveform } from '@jetstream/api-contract';
import type { TrackLoudness } from '@jetstream/app-core/services';
import type { HeldFile, MeasuredFile } from '../held-file.ts';

/** What of a measurement is kept: as the server would have answered. */
export function toMeasuredFile({ durationMs, loudness, silence, waveform }: AudioMeasurement): MeasuredFile {
  return {
    integratedLufs: loudness.integratedLufs,
    truePeakDbtp: loudness.truePeakDbtp,
    waveform: {
      durationMs,
      headSilenceMs: silence.headMs,
      tailSilenceMs: silence.tailMs,
      peaks: toBase64(waveform.peaks),
      rms: toBase64(waveform.rms),
    } satisfies Waveform,
  };
}

/** By how much a file is turned up or down, by its tags or by what was measured. */
export function toLoudness(
  { tags, measured, track }: Pick<HeldFile, 'tags' | 'measured' | 'track'>,
  preferred: Settings['loudnessSource'],
): TrackLoudness | null {
  return toPlaybackGain({ tags, track: measured, album: null, preferred, channels: track.format.channels });
}

/** A waveform is short enough for arguments. */
const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
