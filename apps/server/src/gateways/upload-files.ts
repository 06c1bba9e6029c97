import type { LibraryRoot } from './media-files.ts';

/** The parts of uploads while they gather, and the library that they go to when they are whole. */
export interface UploadFiles {
  /** The uploads library's folder. */
  readonly location: string;
  /** Where readers find what has gathered, by the upload's id as name. */
  readonly gathering: Omit<LibraryRoot, 'libraryId'>;
  /** Makes the library's folder. @throws DomainError unavailable */
  ensureLocation(): Promise<void>;
  /** Bytes received so far; undefined when nothing is there. */
  measure(id: string): Promise<number | undefined>;
  /** SHA-256 in hex of what was received, which is safe from a power cut by then. @throws DomainError unavailable */
  hash(id: string): Promise<string>;
  /** Ids of everything that gathers. */
  listIds(): Promise<string[]>;
  remove(id: string): Promise<void>;
  /**
   * A free path in the library for these names. Folders that are there already are used, also when they differ in case.
   * `stem` gets a number where the name is taken.
   */
  choosePath(folders: readonly string[], stem: string, ending: string): Promise<string>;
  /**
   * Moves a whole upload to its path, at once: nobody sees half a file. Nothing happens when it was moved before.
   * False when another file has the name. @throws DomainError unavailable
   */
  place(id: string, path: string): Promise<boolean>;
  isPlaced(path: string): Promise<boolean>;
  /** Removes a file from the library, and the folders that it leaves empty. */
  removePlaced(path: string): Promise<void>;
}
