import {
  combineMixedLoudness,
  toPlaybackGain,
  toPlayedLoudness,
  type AudioMeasurement,
  type MixedLoudness,
  type PlayedLoudness,
} from '@jetstream/audio-analysis';
import type { Settings, Waveform } from '@jetstream/api-contract';
import type { TrackLoudness } from '@jetstream/app-core/services';
import type { HeldFile, MeasuredFile } from '../held-file.ts';

/** What of a measurement is kept: as the server would have answered. */
export function toMeasuredFile({ durationMs, loudness, silence, waveform }: AudioMeasurement): MeasuredFile {
  return {
    loudness,
    waveform: {
      durationMs,
      headSilenceMs: silence.headMs,
      tailSilenceMs: silence.tailMs,
      peaks: toBase64(waveform.peaks),
      rms: toBase64(waveform.rms),
    } satisfies Waveform,
  };
}

/** Of all files of an album as one programme, those left out that could not be heard; null where none could. */
export function toAlbumLoudness(files: readonly HeldFile[]): PlayedLoudness | null {
  const parts = files.flatMap(({ measured }) => (measured ? toPlayedLoudness<MixedLoudness>(measured.loudness) : []));
  return parts.length === 0 ? null : combineMixedLoudness(parts);
}

/** By how much a file is turned up or down, by its tags or by what was measured of it and of its album. */
export function toLoudness(
  { tags, measured, track }: Pick<HeldFile, 'tags' | 'measured' | 'track'>,
  { album, preferred }: { album: PlayedLoudness | null; preferred: Settings['loudnessSource'] },
): TrackLoudness | null {
  const { channels } = track.format;
  const played = measured ? toPlayedLoudness<MixedLoudness>(measured.loudness) : null;
  return toPlaybackGain({ tags, track: played, album, preferred, channels });
}

/** A waveform is short enough for arguments. */
const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
