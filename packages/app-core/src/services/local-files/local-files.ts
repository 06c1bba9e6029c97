import type { Lyrics, Track, Settings, Waveform } from '@jetstream/api-contract';
import type { TrackLoudness } from '../audio/audio-media.ts';
import type { AudioStore } from '../audio/sources/stored-audio.ts';

export interface LocalFilesEvents {
  /** Files of one choice in the order of their names. The first come as soon as they are read, the others in further events. */
  chosen: { choiceId: string; tracks: Track[]; isFirst: boolean; skippedCount: number };
  /** Nothing came of a choice: what reads the files is not there. */
  chooseFailed: Record<never, never>;
  /** Files of an earlier visit are known again, in the order in which they were chosen; they may have to be opened first. */
  remembered: WaitingLocalFiles;
  /** Remembered files that can be played from now on. */
  reopened: { tracks: Track[] } & Reopening;
  /** A file was heard through. */
  measured: { trackId: string; waveform: Waveform; loudness: TrackLoudness | null };
}

/** By the browser itself, by a permission that the person was asked for, or by a choice, of which new files may follow. */
type Reopening = { way: 'by-itself' | 'permission' } | { way: 'choice'; choiceId: string };

export interface WaitingLocalFiles {
  tracks: Track[];
  /** How they come back: by a press that asks the person for permission, or only by being chosen once more. */
  way: 'permission' | 'choice';
}

/** A picture in a file of this device. */
export interface LocalCover {
  url: string;
  /** Its MIME type. */
  type: string;
}

/** Music of this device that the person chose, now or at an earlier visit: played from where it lies, sent to nobody. */
export interface LocalFiles extends AudioStore {
  readonly canChooseFolders: boolean;
  /** Opens the system's dialog; the choice comes as an event. Call it in the task of a press. */
  choose(kind: 'files' | 'folder'): void;
  /** Undefined for covers of the server. */
  findCover(coverId: string): LocalCover | undefined;
  /** What is inside the file or lies beside it. Undefined where there are no words. */
  readLyrics(trackId: string): Promise<Lyrics | undefined>;
  /** Undefined until it was measured. */
  findWaveform(trackId: string): Waveform | undefined;
  /**
   * Has these measured, the first one first and one at a time; whatever was asked for before and has not begun is not.
   * `withAlbums`: behind them the rest of their albums, whose level is known when all of it was heard.
   */
  measure(trackIds: readonly string[], options?: { withAlbums?: boolean }): void;
  /** Which loudness decides where both are known. */
  setLoudnessSource(source: Settings['loudnessSource']): void;
  /** Keeps what is chosen from now on for the next visit of this user, and tells what there is from the last one. */
  rememberFor(userId: string): void;
  /** Asks the person for remembered files. Call it in the task of a press. */
  reopen(): void;
  forget(trackIds: readonly string[]): void;
  /** The person is gone: nothing of what was chosen stays, whether it was told here or not. */
  forgetAll(): void;
  on<Name extends keyof LocalFilesEvents>(name: Name, listener: (event: LocalFilesEvents[Name]) => void): () => void;
}

const PREFIX = 'local:';

/** The server makes no such ids, and is never asked about them. */
export const toLocalId = (id: string): string => PREFIX + id;

export const isLocalId = (id: string): boolean => id.startsWith(PREFIX);
