import type { FolderId, LibraryId } from '#models/ids.ts';
import type { Folder } from '#models/library.ts';
import type { FolderRepository, KnownListing } from '../folder-repository.ts';
import type { CatalogueState } from './catalogue-state.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

const folderColumns = `id, library_id AS libraryId, parent_id AS parentId, path, name, name_key AS nameKey,
  track_count AS trackCount`;

export class SqliteFolderRepository implements FolderRepository {
  readonly #database: SqliteDatabase;
  readonly #catalogue: CatalogueState;

  constructor(database: SqliteDatabase, catalogue: CatalogueState) {
    this.#database = database;
    this.#catalogue = catalogue;
  }

  async findFolder(id: FolderId): Promise<Folder | undefined> {
    return this.#find(id);
  }

  async listFolders(parentId: FolderId | null): Promise<Folder[]> {
    const rows = this.#database.all<Folder>(
      `SELECT ${folderColumns} FROM folders WHERE parent_id IS ? AND track_count > 0 ORDER BY name_key, id`,
      parentId,
    );
    return rows.map(toFolder);
  }

  async listAncestors(id: FolderId): Promise<Folder[]> {
    const ancestors: Folder[] = [];
    let parentId = this.#find(id)?.parentId ?? null;
    while (parentId !== null) {
      const parent = this.#find(parentId);
      if (!parent) break;
      ancestors.unshift(parent);
      parentId = parent.parentId;
    }
    return ancestors;
  }

  async ensureFolders(folders: readonly Omit<Folder, 'trackCount'>[]): Promise<void> {
    this.#catalogue.write(() => {
      for (const { id, libraryId, parentId, path, name, nameKey } of folders) {
        this.#database.run(
          'INSERT OR IGNORE INTO folders (id, library_id, parent_id, path, name, name_key) VALUES (?, ?, ?, ?, ?, ?)',
          id,
          libraryId,
          parentId,
          path,
          name,
          nameKey,
        );
      }
    });
  }

  async updateCounts(libraryId: LibraryId): Promise<void> {
    this.#catalogue.write(() => {
      const folders = this.#database.all<{ id: FolderId; parentId: FolderId | null; trackCount: number }>(
        'SELECT id, parent_id AS parentId, track_count AS trackCount FROM folders WHERE library_id = ?',
        libraryId,
      );
      const counts = this.#countWithDescendants(libraryId, new Map(folders.map(({ id, parentId }) => [id, parentId])));
      for (const { id, trackCount } of folders) {
        const counted = counts.get(id) ?? 0;
        if (counted !== trackCount) this.#database.run('UPDATE folders SET track_count = ? WHERE id = ?', counted, id);
      }
    });
  }

  async listListings(libraryId: LibraryId): Promise<KnownListing[]> {
    const rows = this.#database.all<KnownListing>(
      `SELECT id AS folderId, listing_key AS listingKey FROM folders
       WHERE library_id = ? AND listing_key IS NOT NULL`,
      libraryId,
    );
    return rows.map(({ folderId, listingKey }) => ({ folderId, listingKey }));
  }

  /** Not a change of the catalogue: nobody sees the keys. */
  async saveListings(listings: readonly KnownListing[]): Promise<void> {
    this.#database.transaction(() => {
      for (const { folderId, listingKey } of listings)
        this.#database.run('UPDATE folders SET listing_key = ? WHERE id = ?', listingKey, folderId);
    });
  }

  /** Adds the tracks of each folder to it and to all folders above. */
  #countWithDescendants(libraryId: LibraryId, parents: ReadonlyMap<FolderId, FolderId | null>): Map<FolderId, number> {
    const own = this.#database.all<{ id: FolderId; total: number }>(
      `SELECT folder_id AS id, count(*) AS total FROM tracks
       WHERE library_id = ? AND missing_since_ms IS NULL GROUP BY folder_id`,
      libraryId,
    );
    const counts = new Map<FolderId, number>();
    for (const { id, total } of own) {
      for (let at: FolderId | null = id; at !== null; at = parents.get(at) ?? null) {
        counts.set(at, (counts.get(at) ?? 0) + total);
      }
    }
    return counts;
  }

  #find(id: FolderId): Folder | undefined {
    const row = this.#database.get<Folder>(`SELECT ${folderColumns} FROM folders WHERE id = ?`, id);
    return row && toFolder(row);
  }
}

/** A plain object: those of the driver have no prototype. */
const toFolder = (row: Folder): Folder => ({ ...row });
