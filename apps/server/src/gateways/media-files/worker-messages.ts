import type { FolderChange, FolderToRead, LibraryRoot, ReadFolder, WalkBatch, WalkRequest } from '../media-files.ts';
import type { SourceAccess } from './library-sources.ts';

/** To and from the worker that reads tags. `files` are numbered through all folders of a task. */
export interface ReadTask {
  taskId: number;
  root: LibraryRoot;
  folders: readonly FolderToRead[];
  /** Files known to hang or crash the reader: passed over. */
  skipped: readonly number[];
}
export interface PictureTask {
  taskId: number;
  picturePath: string;
}
export type ReaderAnswer =
  | { taskId: number; folders: ReadFolder[] }
  | { taskId: number; picture: Uint8Array | null }
  | { taskId: number; unavailable: { message: string; retryAfterSeconds: number | undefined } }
  | { taskId: number; error: string };

/** What a reader is started with. */
export interface ReaderData extends SourceAccess {
  progress: Int32Array;
}

/** Slots of the memory that a reader shares, so that a hanging file can be named. */
export const PROGRESS_SLOTS = { taskId: 0, fileIndex: 1, steps: 2, count: 3 } as const;

export interface WalkTask {
  walkId: number;
  request: WalkRequest;
  /** Becomes 1 to end the walk. */
  cancelled: Int32Array;
}
export type WalkAnswer =
  | { walkId: number; batch: WalkBatch }
  | { walkId: number; end: true }
  | { walkId: number; error: string };

export type WatchAnswer = { changes: FolderChange[] } | { fault: string };
