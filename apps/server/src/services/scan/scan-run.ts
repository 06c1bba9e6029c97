import type { FolderChange, LibraryRoot, ReadFolder } from '#gateways/media-files.ts';
import { DomainError } from '#models/errors.ts';
import type { LibraryId, TrackId } from '#models/ids.ts';
import { JobInterruption, type JobProgress } from '#models/job.ts';
import type { Library } from '#models/library.ts';
import type { Scan } from '#models/scan.ts';
import { BatchWriter } from './batch-writer.ts';
import { CatalogueChanges } from './catalogue-changes.ts';
import { noteWholeCatalogue } from './catalogue-repair.ts';
import type { FolderWork } from './folder-work.ts';
import { LibraryListing } from './library-listing.ts';
import { ScanProgress } from './scan-progress.ts';
import type { ScanTools } from './scan-tools.ts';
import { WorkQueue } from './work-queue.ts';

export interface ScanOrder {
  scan: Scan;
  /** Null scans whole libraries. */
  changes: readonly FolderChange[] | null;
  /** A scan was killed before: sum up everything again. */
  isRepairing: boolean;
  /** Whether a failure ends it for good. */
  isLastTry: boolean;
}

/** What its job gives it. */
export interface ScanControl {
  signal: AbortSignal;
  report(progress: JobProgress): void;
}

const FEWEST_PER_BATCH = 32;
const MOST_PER_BATCH = 128;
/** How long the reading of a batch should take: slow disks give small batches, which show soon. */
const BATCH_MS = 100;

/** One scan from start to end: list, mark what is gone, read what is new, sum up. */
export class ScanRun {
  readonly #tools: ScanTools;
  readonly #order: ScanOrder;
  readonly #signal: AbortSignal;
  readonly #progress: ScanProgress;
  readonly #changes: CatalogueChanges;
  readonly #writer: BatchWriter;
  readonly #queue = new WorkQueue<FolderWork>((work) => work.toRead.files.length);
  readonly #faults: string[] = [];
  /** Libraries whose store went away while they were read: the next scan goes on with them. */
  readonly #abandoned = new Set<LibraryId>();
  #writing: Promise<void> = Promise.resolve();
  #filesPerBatch = FEWEST_PER_BATCH;

  constructor(tools: ScanTools, order: ScanOrder, { signal, report }: ScanControl) {
    this.#tools = tools;
    this.#order = order;
    this.#signal = signal;
    this.#progress = new ScanProgress(order.scan, tools, report);
    this.#changes = new CatalogueChanges(tools);
    this.#writer = new BatchWriter(tools, this.#progress, this.#changes);
  }

  get scan(): Scan {
    return this.#progress.scan;
  }

  /** @throws what ended it early: a failure, or the interruption of its job */
  async run(): Promise<void> {
    const { clock } = this.#tools;
    this.#progress.enter({ state: 'running', phase: 'listing', startedAtMs: clock.nowMs() });
    try {
      await this.#work();
      const error = this.#faults.length === 0 ? null : this.#faults.join(' ');
      await this.#end(error === null ? 'completed' : 'failed', error);
    } catch (error) {
      await this.#writing;
      await this.#endEarly(error);
      throw this.#signal.aborted ? this.#signal.reason : error;
    }
  }

  async #endEarly(error: unknown): Promise<void> {
    const { reason } = this.#signal as { reason: unknown };
    const interruption = reason instanceof JobInterruption ? reason.interruption : null;
    // Whoever has it now writes what there is to write.
    if (interruption === 'lost') return;
    // What was read stays, so it is summed up here too.
    await this.#changes.flush();
    if (interruption === 'cancelled') return await this.#end('cancelled', null);
    if (interruption === 'stopping') return await this.#progress.end({ state: 'queued', phase: 'waiting' });
    this.#tools.logger?.error({ err: error, scanId: this.scan.id }, 'A scan failed');
    const message = error instanceof DomainError ? error.message : 'The scan failed: see the log.';
    if (this.#order.isLastTry) await this.#end('failed', message);
    else await this.#progress.end({ state: 'queued', phase: 'waiting', error: message });
  }

  async #end(state: Scan['state'], error: string | null): Promise<void> {
    await this.#progress.end({ state, error, phase: 'done', remainingMs: null, endedAtMs: this.#tools.clock.nowMs() });
  }

  async #work(): Promise<void> {
    const startedAtMs = this.#tools.clock.nowMs();
    const libraries = await this.#listLibraries();
    // While nothing is known at all, no file can have moved, and reading need not wait for the listing.
    const isAllNew =
      libraries.every(({ lastScannedAtMs }) => lastScannedAtMs === null) && (await this.#isCatalogueEmpty());
    if (isAllNew) this.#tools.mediaFiles.prepareReading();
    const early = isAllNew ? this.#readAll() : null;
    // Until it is awaited below, its failure is nobody's.
    early?.catch(() => undefined);
    const { listed, missingIds } = await this.#listAll(libraries);
    this.#queue.complete();
    if (missingIds.length > 0) await this.#inTurn(() => this.#markMissing(missingIds));
    this.#progress.enter({ phase: 'reading' });
    await (early ?? this.#readAll());
    await this.#finish(listed, startedAtMs);
  }

  async #listLibraries(): Promise<Library[]> {
    const libraries = await this.#tools.repositories.libraries.listLibraries();
    const { libraryId } = this.#order.scan;
    const changed = this.#order.changes && new Set(this.#order.changes.map((change) => change.libraryId));
    return libraries.filter(
      ({ id }) => (libraryId === null || id === libraryId) && (changed === null || changed.has(id)),
    );
  }

  async #isCatalogueEmpty(): Promise<boolean> {
    const page = await this.#tools.repositories.tracks.listTracks({ sort: 'added', order: 'asc' }, { limit: 1 });
    return page.total === 0;
  }

  async #listAll(libraries: readonly Library[]): Promise<{ listed: Library[]; missingIds: TrackId[] }> {
    const listed: Library[] = [];
    const missingIds: TrackId[] = [];
    let filesTotal = 0;
    for (const library of libraries) {
      try {
        const result = await this.#list(library);
        filesTotal += result.filesTotal;
        missingIds.push(...result.missingIds);
        listed.push(library);
      } catch (error) {
        if (!isStoreAway(error)) throw error;
        this.#faults.push(error.message);
      }
    }
    this.#progress.enter({ filesTotal });
    return { listed, missingIds };
  }

  async #list(library: Library) {
    const { changes, scan } = this.#order;
    const listing = new LibraryListing(this.#tools, this.#progress, {
      library,
      isFull: scan.isFull,
      changes: changes?.filter(({ libraryId }) => libraryId === library.id) ?? null,
      signal: this.#signal,
      onWork: (work) => this.#queue.push(work),
    });
    return await listing.run();
  }

  async #markMissing(ids: readonly TrackId[]): Promise<void> {
    await this.#writer.markMissing(ids);
    this.#progress.count('filesMissing', ids.length);
  }

  async #readAll(): Promise<void> {
    const readers = Array.from({ length: this.#tools.mediaFiles.concurrency }, () => this.#read());
    await Promise.all(readers);
  }

  async #read(): Promise<void> {
    for (;;) {
      const works = await this.#queue.take(this.#filesPerBatch);
      if (works.length === 0) return;
      for (const [root, group] of Map.groupBy(works, (work) => work.root)) {
        if (this.#abandoned.has(root.libraryId)) continue;
        const read = await this.#readOrAbandon(root, group);
        if (read !== null) await this.#inTurn(() => this.#writer.write(group, read));
      }
    }
  }

  /** Null when the library's store is away; other libraries go on. */
  async #readOrAbandon(root: LibraryRoot, group: readonly FolderWork[]): Promise<ReadFolder[] | null> {
    try {
      return await this.#readGroup(root, group);
    } catch (error) {
      if (this.#signal.aborted || !isStoreAway(error)) throw error;
      if (!this.#abandoned.has(root.libraryId)) this.#faults.push(`${root.rootPath}: ${error.message}`);
      this.#abandoned.add(root.libraryId);
      return null;
    }
  }

  async #readGroup(root: LibraryRoot, group: readonly FolderWork[]): Promise<ReadFolder[]> {
    const { clock, mediaFiles } = this.#tools;
    const startedAtMs = clock.nowMs();
    const folders = group.map(({ toRead }) => toRead);
    const read = await mediaFiles.readFolders(root, folders, this.#signal);
    const files = folders.reduce((sum, folder) => sum + folder.files.length, 0);
    const fitting = (files * BATCH_MS) / Math.max(1, clock.nowMs() - startedAtMs);
    this.#filesPerBatch = Math.min(MOST_PER_BATCH, Math.max(FEWEST_PER_BATCH, Math.round(fitting)));
    return read;
  }

  /** Batches are written one after the other: two that name the same new artist would not meet well. */
  #inTurn(write: () => Promise<void>): Promise<void> {
    const turn = this.#writing.then(async () => {
      this.#signal.throwIfAborted();
      await write();
    });
    this.#writing = turn.catch(() => undefined);
    return turn;
  }

  async #finish(listed: readonly Library[], startedAtMs: number): Promise<void> {
    this.#progress.enter({ phase: 'finishing' });
    const isThorough = this.#order.isRepairing || (this.#order.scan.isFull && this.#order.changes === null);
    if (isThorough) await noteWholeCatalogue(this.#tools, this.#changes, this.#signal);
    await this.#changes.flush();
    if (this.#order.changes !== null) return;
    const { libraries } = this.#tools.repositories;
    for (const { id } of listed) if (!this.#abandoned.has(id)) await libraries.updateLastScanned(id, startedAtMs);
  }
}

const isStoreAway = (error: unknown): error is DomainError =>
  error instanceof DomainError && error.code === 'unavailable';
