import type { LibraryId, ScanId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';
import type { Scan, ScanFailure } from '#models/scan.ts';
import type { ScanRepository } from '../scan-repository.ts';
import { readPage } from './sorted-list.ts';
import { type SqliteDatabase, toJsonList } from './sqlite-database.ts';

interface DocumentRow {
  document: string;
}

const toScan = (row: DocumentRow): Scan => JSON.parse(row.document) as Scan;
const toFailure = (row: DocumentRow): ScanFailure => JSON.parse(row.document) as ScanFailure;

export class SqliteScanRepository implements ScanRepository {
  readonly #database: SqliteDatabase;

  constructor(database: SqliteDatabase) {
    this.#database = database;
  }

  async findScan(id: ScanId): Promise<Scan | undefined> {
    const row = this.#database.get<DocumentRow>('SELECT document FROM scans WHERE id = ?', id);
    return row && toScan(row);
  }

  async listScans(page: PageRequest): Promise<Page<Scan>> {
    return readPage(
      this.#database,
      {
        keyset: { name: 'scans', order: 'desc', columns: ['rid'] },
        selection: { from: 'scans', conditions: [], values: [] },
        columns: 'document',
        toItem: (row) => toScan(row as unknown as DocumentRow),
        count: () => this.#count('scans'),
      },
      page,
    );
  }

  async listUnfinishedScans(): Promise<Scan[]> {
    return this.#database
      .all<DocumentRow>('SELECT document FROM scans WHERE is_unfinished = 1 ORDER BY rid')
      .map(toScan);
  }

  async saveScan(scan: Scan): Promise<void> {
    this.#database.run(
      `INSERT INTO scans (id, is_unfinished, document) VALUES (?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET is_unfinished = excluded.is_unfinished, document = excluded.document`,
      scan.id,
      scan.state === 'queued' || scan.state === 'running' ? 1 : 0,
      JSON.stringify(scan),
    );
  }

  async deleteOldScans(kept: number): Promise<void> {
    this.#database.run(
      `DELETE FROM scans WHERE is_unfinished = 0
         AND rid <= (SELECT rid FROM scans ORDER BY rid DESC LIMIT 1 OFFSET ?)`,
      kept,
    );
  }

  async listFailures(libraryId: LibraryId | undefined, page: PageRequest): Promise<Page<ScanFailure>> {
    const conditions = libraryId === undefined ? [] : ['library_id = ?'];
    const values = libraryId === undefined ? [] : [libraryId];
    return readPage(
      this.#database,
      {
        keyset: { name: 'failures', order: 'asc', columns: ['path', 'library_id'] },
        selection: { from: 'scan_failures', conditions, values },
        columns: 'document',
        toItem: (row) => toFailure(row as unknown as DocumentRow),
        count: () => this.#count(['scan_failures', ...conditions].join(' WHERE '), ...values),
      },
      page,
    );
  }

  async saveFailures(failures: readonly ScanFailure[]): Promise<void> {
    this.#database.transaction(() => {
      for (const failure of failures) {
        this.#database.run(
          'INSERT OR REPLACE INTO scan_failures (library_id, path, document) VALUES (?, ?, ?)',
          failure.libraryId,
          failure.path,
          JSON.stringify(failure),
        );
      }
    });
  }

  async deleteFailures(libraryId: LibraryId, paths: readonly string[]): Promise<void> {
    this.#database.run(
      'DELETE FROM scan_failures WHERE library_id = ? AND path IN (SELECT value FROM json_each(?))',
      libraryId,
      toJsonList(paths),
    );
  }

  #count(source: string, ...values: string[]): number {
    return this.#database.get<{ total: number }>(`SELECT count(*) AS total FROM ${source}`, ...values)?.total ?? 0;
  }
}
