import type { Track, Waveform } from '@jetstream/api-contract';
import type { TrackLoudness } from '@jetstream/app-core/services';
import type { EmbeddedLyrics } from '@jetstream/music-files';
import type { BlobAudio } from './blob-audio.ts';
import type { LocatedFile } from './located-files.ts';

export interface MeasuredFile {
  integratedLufs: number | null;
  truePeakDbtp: number | null;
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
  audio: BlobAudio;
  /** What its tags say. */
  tags: TrackLoudness | null;
  /** What levels it: tags, or what was measured. */
  loudness: TrackLoudness | null;
  measured: MeasuredFile | null;
  embedded: readonly EmbeddedLyrics[];
  beside: readonly HeldLyrics[];
}
