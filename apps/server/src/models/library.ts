import type { FolderId, LibraryId } from './ids.ts';

export interface Library {
  id: LibraryId;
  name: string;
  /** Absolute path on the server. */
  path: string;
  /** From configuration: not removable in the app. */
  isManaged: boolean;
  addedAtMs: number;
  lastScannedAtMs: number | null;
  /** Set when the library was removed: its tracks are kept, missing, for their plays and ratings. */
  removedAtMs: number | null;
}

/** A folder below a library's path; `path` is relative, with `/`, and empty for the library's own folder. */
export interface Folder {
  id: FolderId;
  libraryId: LibraryId;
  parentId: FolderId | null;
  path: string;
  name: string;
  nameKey: string;
  /** Tracks present in it and below. */
  trackCount: number;
}
