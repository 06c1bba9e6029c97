import type { LibraryRoot } from './media-files.ts';

/** The parts of uploads while they gather, in a folder of the disk. */
export interface UploadParts {
  /** Where readers find what has gathered, by the upload's id as name. */
  readonly root: Omit<LibraryRoot, 'libraryId'>;
  /** Whether the folder is this server's alone among several: what is not here may be with another. */
  readonly mayLieElsewhere: boolean;
  /** Makes the folder. @throws DomainError unavailable */
  ensureFolder(): Promise<void>;
  /** Bytes received so far; undefined when nothing is there. */
  measure(id: string): Promise<number | undefined>;
  /** SHA-256 in hex of what was received, which is safe from a power cut by then. @throws DomainError unavailable */
  hash(id: string): Promise<string>;
  /** All of it: only for what is known to be small. @throws DomainError unavailable */
  read(id: string): Promise<Uint8Array>;
  /** Ids of everything that gathers. */
  listIds(): Promise<string[]>;
  remove(id: string): Promise<void>;
}

/** The library that uploads go to when they are whole. @throws DomainError unavailable from every method when its store is away */
export interface UploadFiles {
  /** A folder, or `s3://bucket/prefix`. */
  readonly location: string;
  /** Makes the folder, where there is one to make. */
  ensureLocation(): Promise<void>;
  /**
   * A free path in the library for these names. Folders that are there already are used, also when they differ in case.
   * `stem` gets a number where the name is taken, and a folder where a file has its name.
   */
  choosePath(folders: readonly string[], stem: string, ending: string): Promise<string>;
  /**
   * The path for just this name; a file and folders that are there already are met also when they differ in case. Undefined
   * when a folder has the name.
   */
  findPath(folders: readonly string[], name: string): Promise<string | undefined>;
  /**
   * Brings a whole upload to its path, at once: nobody sees half a file. It may stay among the parts as well; bringing it
   * again changes nothing. False when something else has the name, or a file that of its folder. One call at a time for a path, over all servers.
   */
  place(id: string, path: string, signal: AbortSignal): Promise<boolean>;
  /** Whether a file is there. */
  isPlaced(path: string): Promise<boolean>;
  /** SHA-256 in hex. */
  hashPlaced(path: string): Promise<string>;
  /** Removes a file from the library, and the folders that it leaves empty. */
  removePlaced(path: string): Promise<void>;
}
