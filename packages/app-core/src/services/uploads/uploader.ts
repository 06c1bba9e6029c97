import type { ErrorCode } from '@jetstream/api-contract';

/** A file that the person chose. `key` is the same when the same file is chosen again, also after a restart. */
export interface ChosenFile {
  key: string;
  name: string;
  /** Below the folder that was chosen, the name included; empty for a single file. */
  relativePath: string;
  sizeBytes: number;
}

export interface Choice {
  files: ChosenFile[];
  /** Files of a chosen folder that are no music, and no cover or lyrics of it. */
  skippedCount: number;
}

export type UploadPhase = 'preparing' | 'sending';

export interface UploaderEvents {
  /** Bytes looked at (`preparing`) or safe on the server (`sending`), a few times a second. */
  progressed: { key: string; phase: UploadPhase; bytes: number };
  /** Every byte is on the server, which now checks the file. */
  sent: { key: string; uploadId: string };
  failed: { key: string; code: ErrorCode; isFileGone: boolean };
  /** Files were chosen in a dialog or dropped on the window. */
  chosen: Choice;
  /** Something is being dragged over the window. */
  dragged: { isOver: boolean };
}

/** Sends files in pieces, going on where it stopped: also after a restart, once the same files are chosen again. */
export interface Uploader {
  readonly canChooseFolders: boolean;
  /** Opens the system's dialog; the choice comes as an event. Call it in the task of a press. */
  choose(kind: 'files' | 'folder'): void;
  /** Whether the file's bytes can be read now, without choosing it again. */
  hasFile(key: string): boolean;
  start(key: string): void;
  /** Stops sending; what has arrived stays on the server. */
  pause(key: string): void;
  /** Stops, and gives up what has arrived. */
  cancel(key: string): void;
  /** Lets go of a file that is done with. */
  forget(key: string): void;
  on<Name extends keyof UploaderEvents>(name: Name, listener: (event: UploaderEvents[Name]) => void): () => void;
  dispose(): void;
}
