import type { WalkFault } from '#gateways/media-files.ts';
import type { LibraryId } from '#models/ids.ts';
import type { ScanFailure } from '#models/scan.ts';
import { NOT_TAKEN_IN, type ScanTools } from './scan-tools.ts';

const PAGE_SIZE = 500;

/** What earlier scans of a library could not take in. */
export class KnownFailures {
  readonly #libraryId: LibraryId;
  readonly #tools: Pick<ScanTools, 'repositories' | 'clock' | 'idSource' | 'logger'>;
  readonly #byPath = new Map<string, ScanFailure>();
  readonly #unseenPaths = new Set<string>();

  constructor(libraryId: LibraryId, tools: Pick<ScanTools, 'repositories' | 'clock' | 'idSource' | 'logger'>) {
    this.#libraryId = libraryId;
    this.#tools = tools;
  }

  async load(): Promise<void> {
    let cursor: string | undefined;
    do {
      const page = await this.#tools.repositories.scans.listFailures(this.#libraryId, { limit: PAGE_SIZE, cursor });
      for (const failure of page.items) {
        this.#byPath.set(failure.path, failure);
        this.#unseenPaths.add(failure.path);
      }
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }

  /** The failure of a file that is there. */
  see(path: string): ScanFailure | undefined {
    if (this.#byPath.size === 0) return undefined;
    this.#unseenPaths.delete(path);
    return this.#byPath.get(path);
  }

  async saveFaults(faults: readonly WalkFault[]): Promise<void> {
    if (faults.length === 0) return;
    const failures = faults.map(({ path, reason, detail }) => {
      this.#unseenPaths.delete(path);
      this.#tools.logger?.warn({ libraryId: this.#libraryId, path, reason, detail }, NOT_TAKEN_IN);
      return {
        id: this.#byPath.get(path)?.id ?? this.#tools.idSource.createId(),
        libraryId: this.#libraryId,
        path,
        reason,
        sizeBytes: 0,
        modifiedAtMs: 0,
        failedAtMs: this.#tools.clock.nowMs(),
      };
    });
    await this.#tools.repositories.scans.saveFailures(failures);
  }

  /** Forgets failures that the listing has not found again, where it has looked. */
  async deleteUnseen(isCovered: (path: string) => boolean): Promise<void> {
    const gone = [...this.#unseenPaths].filter(isCovered);
    if (gone.length > 0) await this.#tools.repositories.scans.deleteFailures(this.#libraryId, gone);
  }
}
