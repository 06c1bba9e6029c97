import type { FolderId, LibraryId } from '#models/ids.ts';
import type { Folder, Library } from '#models/library.ts';

/** What a folder held on disk when its tracks last agreed with it, as a key that only the listing can make. */
export interface KnownListing {
  folderId: FolderId;
  listingKey: string;
}

export interface FolderRepository {
  findFolder(id: FolderId): Promise<Folder | undefined>;
  /** Folders with present tracks in or below them, by name; null lists the libraries' own folders. */
  listFolders(parentId: FolderId | null): Promise<Folder[]>;
  /** From the library's own folder down to, and without, the given one. */
  listAncestors(id: FolderId): Promise<Folder[]>;
  ensureFolders(folders: readonly Omit<Folder, 'trackCount'>[]): Promise<void>;
  /** Counts present tracks in and below every folder of the library again. */
  updateCounts(libraryId: LibraryId): Promise<void>;
  /** Of the folders whose tracks were not written since the key was saved. */
  listListings(libraryId: LibraryId): Promise<KnownListing[]>;
  saveListings(listings: readonly KnownListing[]): Promise<void>;
}

export interface LibraryRepository {
  findLibrary(id: LibraryId): Promise<Library | undefined>;
  /** Those not removed, by name. */
  listLibraries(): Promise<Library[]>;
  /** By path, the removed ones too: adding a folder again revives its library. */
  findLibraryByPath(path: string): Promise<Library | undefined>;
  /** @throws DomainError conflict when the path belongs to another library. */
  saveLibrary(library: Library): Promise<void>;
  /** What a power cut may take back: an older time only makes the next scan look closer. */
  updateLastScanned(id: LibraryId, scannedAtMs: number): Promise<void>;
}
