import { combineLoudness, toPlaybackGain, type AudioMeasurement, type Loudness } from '@jetstream/audio-analysis';
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
export function toAlbumLoudness(files: readonly HeldFile[]): Loudness | null {
  const parts = files.flatMap(({ measured }) => measured?.loudness ?? []);
  return parts.length === 0 ? null : combineLoudness(parts);
}

/** By how much a file is turned up or down, by its tags or by what was measured of it and of its album. */
export function toLoudness(
  { tags, measured, track }: Pick<HeldFile, 'tags' | 'measured' | 'track'>,
  { album, preferred }: { album: Loudness | null; preferred: Settings['loudnessSource'] },
): TrackLoudness | null {
  const { channels } = track.format;
  return toPlaybackGain({ tags, track: measured?.loudness ?? null, album, preferred, channels });
}

/** A waveform is short enough for arguments. */
const toBase64 = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes));
