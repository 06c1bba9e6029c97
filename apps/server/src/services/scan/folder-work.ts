import type { FolderToRead, LibraryRoot, WalkedFile, WalkedFolder } from '#gateways/media-files.ts';
import type { FolderId, TrackId } from '#models/ids.ts';

/** A folder in which something is to be read. */
export interface FolderWork {
  root: LibraryRoot;
  folderId: FolderId;
  toRead: FolderToRead;
  /** Tracks that the catalogue already has at these paths. */
  trackIds: ReadonlyMap<string, TrackId>;
  /** Files in it that an earlier scan could not read. */
  failedPaths: ReadonlySet<string>;
  /** The folder's cover may be another than before: tracks that are not read get it too. */
  isCoverChanged: boolean;
  /** Dates tracks by their files: everything is new in the first scan, and yet some is newer. */
  isFirstScan: boolean;
}

const FILES_PER_PART = 64;

/** Large folders in parts, so that no batch gets too large for a worker and the store. */
export function splitFolderWork(
  walked: WalkedFolder,
  files: readonly WalkedFile[],
  work: Omit<FolderWork, 'folderId' | 'toRead'>,
): FolderWork[] {
  const parts: FolderWork[] = [];
  for (let at = 0; at < Math.max(1, files.length); at += FILES_PER_PART) {
    const part = files.slice(at, at + FILES_PER_PART);
    parts.push({
      ...work,
      folderId: walked.folderId,
      isCoverChanged: work.isCoverChanged && at === 0,
      toRead: {
        path: walked.path,
        coverPath: walked.cover?.path ?? null,
        files: part.map(({ name, sizeBytes, modifiedAtMs, revision }) => ({ name, sizeBytes, modifiedAtMs, revision })),
        lyricsFiles: part.map(({ lyrics }) => lyrics.map(({ name, language }) => ({ name, language }))),
      },
    });
  }
  return parts;
}

export const joinPath = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);
