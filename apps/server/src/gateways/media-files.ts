import type { LyricsFile } from '@jetstream/music-files/names';
import type { CoverId, FolderId, LibraryId } from '#models/ids.ts';
import type { IdentifiedTrack } from '#models/identify-track.ts';
import type { FailureReason } from '#models/scan.ts';

/** A library's folder. `rootPath` is an absolute path, or `s3://bucket/prefix`. */
export interface LibraryRoot {
  libraryId: LibraryId;
  rootPath: string;
}

export interface WalkRequest extends LibraryRoot {
  /** Folders to list, relative to the root, `''` for the root itself: with all below, or only their own files. */
  targets: readonly { path: string; isDeep: boolean }[];
  /** Listings that the caller knows: of a folder that has just the same nothing is told but that. */
  knownListings: ReadonlyMap<FolderId, string>;
}

/** An audio file as listed: nothing of its content is known. */
export interface WalkedFile {
  name: string;
  sizeBytes: number;
  modifiedAtMs: number;
  /** As a bucket tells it; files of the disk are known by size and time alone. */
  revision?: string | undefined;
  /** Lyrics files of the same name, the one to prefer first. */
  lyrics: (LyricsFile & { changedAtMs: number })[];
}

/** A folder that holds audio files of its own. */
export interface WalkedFolder {
  /** Relative to the root, with `/`. */
  path: string;
  folderId: FolderId;
  /** When an entry was last added to it, taken from it or renamed; far in the future where nobody can tell. */
  changedAtMs: number;
  /** Equal for two listings only if their files, lyrics and cover have the same names, sizes and times. */
  listingKey: string;
  files: WalkedFile[];
  cover: { path: string; changedAtMs: number } | null;
}

/** A folder whose listing was known. */
export interface UnchangedFolder {
  folderId: FolderId;
  fileCount: number;
}

/** Something that the listing could not enter or name. */
export interface WalkFault extends FileFault {
  path: string;
  isFolder: boolean;
}

export interface WalkBatch {
  folders: WalkedFolder[];
  unchanged: UnchangedFolder[];
  faults: WalkFault[];
}

export interface FolderToRead {
  path: string;
  coverPath: string | null;
  files: readonly Pick<WalkedFile, 'name' | 'sizeBytes' | 'modifiedAtMs' | 'revision'>[];
  /** For each file, the lyrics files beside it, the one to prefer first. */
  lyricsFiles: readonly (readonly LyricsFile[])[];
}

export interface FileFault {
  reason: FailureReason;
  /** In the words of whoever found it, for the log. */
  detail: string;
}

/** What a file is, what is wrong with it, or both: one that is cut off can be played as far as it goes. */
export type FileOutcome =
  | { path: string; identified: IdentifiedTrack; failure: FileFault | null }
  | { path: string; identified: null; failure: FileFault };

export interface ReadFolder {
  path: string;
  coverId: CoverId | null;
  files: FileOutcome[];
}

/** `unreachable`: its store does not answer. */
export type FolderState = 'readable' | 'missing' | 'not-a-folder' | 'unreadable' | 'unreachable';

export interface ListedFolder {
  folders: { name: string; path: string }[];
  /** Audio files directly inside, counted up to 1,000. */
  audioFileCount: number;
  /** There is nothing at all, hidden files included. */
  isEmpty: boolean;
}

/** A folder under a watched root whose content may have changed. */
export interface FolderChange {
  libraryId: LibraryId;
  path: string;
  isDeep: boolean;
}

export interface WatchListener {
  onChange(changes: readonly FolderChange[]): void;
  /** Watching is not possible, or not for all folders: the system's limit was reached, or the file system cannot. */
  onFault(detail: string): void;
}

/** Files of music libraries, on disk or in buckets. Nothing here blocks the caller's thread. */
export interface MediaFiles {
  /** Lists folders in batches, a folder once, in the order of paths. @throws DomainError unavailable when the root cannot be read. */
  walk(request: WalkRequest, signal: AbortSignal): AsyncIterable<WalkBatch>;
  /** Gets readers ready while a listing is under way that will surely give them work. */
  prepareReading(): void;
  /**
   * Reads tags and covers. A file that cannot be read is an outcome; only an abort rejects, and a store that is away.
   * @throws DomainError unavailable
   */
  readFolders(root: LibraryRoot, folders: readonly FolderToRead[], signal: AbortSignal): Promise<ReadFolder[]>;
  /** The embedded picture that a scan chose; undefined when the file has it no more. */
  readPicture(absolutePath: string, coverId: CoverId): Promise<Uint8Array | undefined>;
  /** How many `readFolders` calls are worth having under way at once. */
  readonly concurrency: number;
  /** Audio files opened so far. */
  readonly openedFiles: number;
  inspectFolder(absolutePath: string): Promise<{ state: FolderState; realPath: string }>;
  /** @throws DomainError not-found, or unsupported when it cannot be read. */
  listFolder(absolutePath: string): Promise<ListedFolder>;
  /** Reports changes below the roots until the returned function is called. */
  watch(roots: readonly LibraryRoot[], listener: WatchListener): () => void;
  /** Ends the workers. */
  close(): Promise<void>;
}
