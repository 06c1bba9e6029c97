import type { LibraryId, ScanId } from './ids.ts';

export type ScanState = 'queued' | 'running' | 'completed' | 'cancelled' | 'failed';
export type ScanPhase = 'waiting' | 'listing' | 'reading' | 'finishing' | 'done';

export interface Scan {
  id: ScanId;
  /** Null scans every library. */
  libraryId: LibraryId | null;
  state: ScanState;
  phase: ScanPhase;
  isFull: boolean;
  /** Null until the listing is complete. */
  filesTotal: number | null;
  filesSeen: number;
  filesUnchanged: number;
  filesAdded: number;
  filesUpdated: number;
  filesMoved: number;
  filesMissing: number;
  filesFailed: number;
  filesPerSecond: number;
  remainingMs: number | null;
  startedAtMs: number | null;
  endedAtMs: number | null;
  error: string | null;
}

export const isOver = ({ state }: Pick<Scan, 'state'>): boolean => state !== 'queued' && state !== 'running';

/** A scan that waits for its turn. */
export function queueScan(id: ScanId, libraryId: LibraryId | null, isFull: boolean): Scan {
  return {
    id,
    libraryId,
    state: 'queued',
    phase: 'waiting',
    isFull,
    filesTotal: null,
    filesSeen: 0,
    filesUnchanged: 0,
    filesAdded: 0,
    filesUpdated: 0,
    filesMoved: 0,
    filesMissing: 0,
    filesFailed: 0,
    filesPerSecond: 0,
    remainingMs: null,
    startedAtMs: null,
    endedAtMs: null,
    error: null,
  };
}

/**
 * What can be done about it decides what is told apart. `unreadable`: the disk, share or store fails; `cut-off`: a part of it can be
 * played, and is in the catalogue.
 */
export type FailureReason =
  | 'not-allowed'
  | 'unreadable'
  | 'bad-name'
  | 'too-deep'
  | 'empty'
  | 'not-audio'
  | 'video'
  | 'format-unknown'
  | 'damaged'
  | 'cut-off'
  | 'timed-out'
  | 'too-large'
  | 'unknown';

/** A file that a scan could not take in, or not as a whole. It is tried again when its size or time changes, or in a full scan. */
export interface ScanFailure {
  id: string;
  libraryId: LibraryId;
  path: string;
  reason: FailureReason;
  sizeBytes: number;
  modifiedAtMs: number;
  failedAtMs: number;
}
