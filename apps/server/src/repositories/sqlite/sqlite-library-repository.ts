import { DomainError } from '#models/errors.ts';
import type { LibraryId } from '#models/ids.ts';
import type { Library } from '#models/library.ts';
import type { LibraryRepository } from '../folder-repository.ts';
import type { SqliteDatabase } from './sqlite-database.ts';

interface LibraryRow {
  document: string;
}

const toLibrary = (row: LibraryRow): Library => JSON.parse(row.document) as Library;

export class SqliteLibraryRepository implements LibraryRepository {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async findLibrary(id: LibraryId): Promise<Library | undefined> {
    const row = this.#database.get<LibraryRow>('SELECT document FROM libraries WHERE id = ?', id);
    return row && toLibrary(row);
  }

  async listLibraries(): Promise<Library[]> {
    return this.#database
      .all<LibraryRow>('SELECT document FROM libraries WHERE removed_at_ms IS NULL ORDER BY name, id')
      .map(toLibrary);
  }

  async findLibraryByPath(path: string): Promise<Library | undefined> {
    const row = this.#database.get<LibraryRow>('SELECT document FROM libraries WHERE path = ?', path);
    return row && toLibrary(row);
  }

  async updateLastScanned(id: LibraryId, scannedAtMs: number): Promise<void> {
    this.#database.run(
      "UPDATE libraries SET document = json_set(document, '$.lastScannedAtMs', ?) WHERE id = ?",
      scannedAtMs,
      id,
    );
  }

  async saveLibrary(library: Library): Promise<void> {
    this.#database.transaction(() => {
      const owner = this.#database.get<{ id: LibraryId }>('SELECT id FROM libraries WHERE path = ?', library.path);
      if (owner && owner.id !== library.id) {
        throw new DomainError('conflict', 'This folder belongs to another library.', {
          fields: [{ path: 'body/path', message: 'Belongs to another library.' }],
        });
      }
      this.#database.run(
        'INSERT OR REPLACE INTO libraries (id, name, path, removed_at_ms, document) VALUES (?, ?, ?, ?, ?)',
        library.id,
        library.name,
        library.path,
        library.removedAtMs,
        JSON.stringify(library),
      );
    });
  }
}
