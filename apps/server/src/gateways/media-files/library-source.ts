import type { StoredFile } from '../media-store.ts';
import type { FileView } from './reading/file-view.ts';

/** What a listing told of a file; without a revision where whatever is there now will do. */
export type ListedFacts = Pick<StoredFile, 'sizeBytes'> & { revision?: string | undefined };

/** Where the reader of tags gets the bytes of a library. One for each kind of location. */
export interface LibrarySource {
  /** Files that are worth having under way at once: one where reading blocks. */
  readonly concurrency: number;
  /** Whether an answer of the store is awaited, which has a limit of its own. */
  readonly isWaiting: boolean;
  /** Lets `use` read the file; it may be called again from the beginning. @throws DomainError unavailable, media-missing */
  read<T>(location: string, facts: ListedFacts | null, use: (view: FileView) => Promise<T>): Promise<T>;
  /** Null when it is larger or cannot be read. @throws DomainError unavailable */
  readSmallFile(location: string, limitBytes: number): Promise<Uint8Array | null>;
}
