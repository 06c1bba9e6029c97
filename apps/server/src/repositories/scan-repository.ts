import type { LibraryId, ScanId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';
import type { Scan, ScanFailure } from '#models/scan.ts';

export interface ScanRepository {
  findScan(id: ScanId): Promise<Scan | undefined>;
  /** Newest first. */
  listScans(page: PageRequest): Promise<Page<Scan>>;
  /** Queued or running ones: after a start, those that the last process left. */
  listUnfinishedScans(): Promise<Scan[]>;
  saveScan(scan: Scan): Promise<void>;
  /** Forgets scans that have ended, but for the newest `kept` scans. */
  deleteOldScans(kept: number): Promise<void>;

  /** By path. */
  listFailures(libraryId: LibraryId | undefined, page: PageRequest): Promise<Page<ScanFailure>>;
  /** One for each library and path. */
  saveFailures(failures: readonly ScanFailure[]): Promise<void>;
  deleteFailures(libraryId: LibraryId, paths: readonly string[]): Promise<void>;
}
