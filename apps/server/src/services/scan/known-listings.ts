import type { WalkedFolder } from '#gateways/media-files.ts';
import type { FolderId, LibraryId } from '#models/ids.ts';
import type { KnownListing } from '#repositories/folder-repository.ts';
import type { ScanTools } from './scan-tools.ts';

const LISTINGS_PER_CALL = 500;

/**
 * Folders whose tracks agreed with the disk when they were last compared. While neither has changed, nothing of them has to be
 * compared again: the store forgets a listing with the first write to one of the folder's tracks.
 */
export class KnownListings {
  readonly #tools: Pick<ScanTools, 'repositories'>;
  #keys: ReadonlyMap<FolderId, string> = new Map();
  readonly #settled: KnownListing[] = [];

  constructor(tools: Pick<ScanTools, 'repositories'>) {
    this.#tools = tools;
  }

  get keys(): ReadonlyMap<FolderId, string> {
    return this.#keys;
  }

  async load(libraryId: LibraryId): Promise<void> {
    const listings = await this.#tools.repositories.folders.listListings(libraryId);
    this.#keys = new Map(listings.map(({ folderId, listingKey }) => [folderId, listingKey]));
  }

  /** All of the folder's files are in the catalogue as they are on disk, and nothing else is. */
  settle({ folderId, listingKey }: WalkedFolder): void {
    if (this.#keys.get(folderId) !== listingKey) this.#settled.push({ folderId, listingKey });
  }

  async save(): Promise<void> {
    for (let at = 0; at < this.#settled.length; at += LISTINGS_PER_CALL)
      await this.#tools.repositories.folders.saveListings(this.#settled.slice(at, at + LISTINGS_PER_CALL));
  }
}
