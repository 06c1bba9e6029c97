import type { Track, Waveform } from '@jetstream/api-contract';
import type { TrackLoudness } from '@jetstream/app-core/services';
import type { LoudnessMeasurement } from '@jetstream/audio-analysis';
import type { EmbeddedLyrics } from '@jetstream/music-files';
import type { BlobAudio } from './blob-audio.ts';
import type { LocatedFile, LocatedLyrics } from './located-files.ts';

export interface MeasuredFile {
  loudness: LoudnessMeasurement;
  waveform: Waveform;
}

/** A lyrics file beside it. */
export interface HeldLyrics {
  language: string | null;
  handle: FileSystemFileHandle | null;
  open(): Promise<File>;
}

/** A file of this device that can be played. */
export interface HeldFile {
  located: LocatedFile;
  track: Track;
  /** The same for all files of an album; null for what is of none. */
  albumKey: string | null;
  audio: BlobAudio;
  /** What its tags say. */
  tags: TrackLoudness | null;
  /** What levels it: tags, or what was measured. */
  loudness: TrackLoudness | null;
  measured: MeasuredFile | null;
  embedded: readonly EmbeddedLyrics[];
  beside: readonly HeldLyrics[];
}

export const toBeside = ({ located, language }: LocatedLyrics): HeldLyrics => ({
  language,
  handle: located.handle ?? null,
  open: async () => located.file,
});
