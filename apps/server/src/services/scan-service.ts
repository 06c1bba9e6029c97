import type { FolderChange } from '#gateways/media-files.ts';
import { DomainError, notFound } from '#models/errors.ts';
import type { LibraryId, ScanId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';
import { queueScan, type Scan, type ScanFailure } from '#models/scan.ts';
import { forgetLibraryTracks } from './scan/forget-library-tracks.ts';
import { type ScanOrder, ScanRun } from './scan/scan-run.ts';
import type { ScanTools } from './scan/scan-tools.ts';

export type { ScanLogger, ScanTools } from './scan/scan-tools.ts';

interface Running {
  run: ScanRun;
  order: ScanOrder;
  abort: AbortController;
  done: Promise<void>;
}

/** Scans libraries, one scan at a time; others wait their turn. */
export class ScanService {
  readonly #tools: ScanTools;
  readonly #waiting: ScanOrder[] = [];
  #running: Running | null = null;
  #working: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(tools: ScanTools) {
    this.#tools = tools;
  }

  /** Takes up what the last process left undone. Call once, before anything else. */
  async start(): Promise<void> {
    const left = await this.#tools.repositories.scans.listUnfinishedScans();
    const endedAtMs = this.#tools.clock.nowMs();
    const error = 'JetStream ended before the scan did. It was started again.';
    for (const scan of left) {
      await this.#tools.repositories.scans.saveScan({ ...scan, state: 'failed', phase: 'done', endedAtMs, error });
    }
    if (left.length === 0) return;
    const isFull = left.some((scan) => scan.isFull);
    await this.#enqueue({ libraryId: null, isFull, changes: null, isRepairing: true });
  }

  /** Starts a scan, or returns the one that already waits to do the same. @throws DomainError not-found for an unknown library. */
  async startScan(request: { libraryId?: LibraryId | undefined; isFull?: boolean }): Promise<Scan> {
    const { libraryId = null, isFull = false } = request;
    if (libraryId !== null) await this.#requireLibrary(libraryId);
    const waiting = this.#waiting.find(
      ({ scan, changes }) => changes === null && scan.libraryId === libraryId && scan.isFull === isFull,
    );
    return waiting?.scan ?? (await this.#enqueue({ libraryId, isFull, changes: null, isRepairing: false }));
  }

  /** Scans only these folders, as soon as nothing else is being scanned. */
  async scanFolders(changes: readonly FolderChange[]): Promise<void> {
    if (changes.length === 0) return;
    const waiting = this.#waiting.find((order) => order.changes !== null);
    if (waiting !== undefined) {
      waiting.changes = mergeChanges([...(waiting.changes ?? []), ...changes]);
      return;
    }
    const [first] = changes;
    const isOneLibrary = changes.every(({ libraryId }) => libraryId === first?.libraryId);
    const libraryId = isOneLibrary ? (first?.libraryId ?? null) : null;
    await this.#enqueue({ libraryId, isFull: false, changes: mergeChanges(changes), isRepairing: false });
  }

  /** @throws DomainError not-found, or conflict when it has ended already. */
  async cancelScan(id: ScanId): Promise<Scan> {
    const at = this.#waiting.findIndex(({ scan }) => scan.id === id);
    const [waiting] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (waiting !== undefined) return await this.#saveCancelled(waiting.scan);
    if (this.#running?.run.scan.id !== id) {
      await this.getScan(id);
      throw new DomainError('conflict', 'This scan has already ended.');
    }
    await this.#abortRunning(this.#running);
    return await this.getScan(id);
  }

  /** @throws DomainError not-found. */
  async getScan(id: ScanId): Promise<Scan> {
    const live = this.#findLive(id);
    const scan = live ?? (await this.#tools.repositories.scans.findScan(id));
    if (scan === undefined) throw notFound('scan');
    return scan;
  }

  /** Newest first, running ones as they stand. */
  async listScans(page: PageRequest): Promise<Page<Scan>> {
    const listed = await this.#tools.repositories.scans.listScans(page);
    return { ...listed, items: listed.items.map((scan) => this.#findLive(scan.id) ?? scan) };
  }

  async listFailures(libraryId: LibraryId | undefined, page: PageRequest): Promise<Page<ScanFailure>> {
    return await this.#tools.repositories.scans.listFailures(libraryId, page);
  }

  /** The scan that is running, if there is one. */
  findRunningScan(): Scan | undefined {
    return this.#running?.run.scan;
  }

  /** Ends scans of a removed library and marks its tracks as missing. A scan of all libraries starts again without it. */
  async forgetLibrary(libraryId: LibraryId): Promise<void> {
    for (const order of this.#waiting.filter(({ scan }) => scan.libraryId === libraryId))
      await this.cancelScan(order.scan.id);
    const running = this.#running;
    const scannedId = running?.order.scan.libraryId;
    const forgetting = this.#inTurn(() => forgetLibraryTracks(this.#tools, libraryId));
    if (running !== null && (scannedId === libraryId || scannedId === null)) {
      const { changes, isRepairing, scan } = running.order;
      await this.#abortRunning(running);
      if (scannedId === null) await this.#enqueue({ libraryId: null, isFull: scan.isFull, changes, isRepairing });
    }
    await forgetting;
  }

  /** Resolves when nothing runs or waits. */
  async whenIdle(): Promise<void> {
    while (this.#running !== null || this.#waiting.length > 0) await this.#working;
    await this.#working;
  }

  /** Ends the running scan. It counts as unfinished: the next start takes it up again. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    const scan = this.#running?.run.scan;
    this.#running?.abort.abort(new DomainError('unavailable', 'JetStream is shutting down.'));
    await this.#working;
    if (scan !== undefined) await this.#tools.repositories.scans.saveScan(scan);
  }

  async #enqueue(request: Omit<ScanOrder, 'scan'> & Pick<Scan, 'libraryId' | 'isFull'>): Promise<Scan> {
    const { changes, isRepairing, libraryId, isFull } = request;
    const scan = queueScan(this.#tools.idSource.createId<ScanId>(), libraryId, isFull);
    await this.#tools.repositories.scans.saveScan(scan);
    this.#waiting.push({ scan, changes, isRepairing });
    this.#tools.events.emit('scanProgressed', { scan });
    this.#inTurn(() => this.#runNext()).catch((error: unknown) => {
      this.#tools.logger?.error({ err: error, scanId: scan.id }, 'A scan could not be completed');
    });
    return scan;
  }

  async #runNext(): Promise<void> {
    const order = this.#isStopped ? undefined : this.#waiting.shift();
    if (order === undefined) return;
    const abort = new AbortController();
    const run = new ScanRun(this.#tools, order, abort.signal);
    const done = run.run();
    this.#running = { run, order, abort, done };
    try {
      await done;
    } finally {
      this.#running = null;
    }
  }

  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#working.then(work);
    this.#working = turn.catch(() => undefined);
    return turn;
  }

  async #abortRunning({ abort, done }: Running): Promise<void> {
    abort.abort(new DomainError('conflict', 'The scan was cancelled.'));
    await done.catch(() => undefined);
  }

  async #saveCancelled(scan: Scan): Promise<Scan> {
    const cancelled: Scan = { ...scan, state: 'cancelled', phase: 'done', endedAtMs: this.#tools.clock.nowMs() };
    await this.#tools.repositories.scans.saveScan(cancelled);
    this.#tools.events.emit('scanProgressed', { scan: cancelled });
    return cancelled;
  }

  #findLive(id: ScanId): Scan | undefined {
    const running = this.#running?.run.scan;
    return running?.id === id ? running : undefined;
  }

  async #requireLibrary(id: LibraryId): Promise<void> {
    const library = await this.#tools.repositories.libraries.findLibrary(id);
    if (library === undefined || library.removedAtMs !== null) throw notFound('library');
  }
}

function mergeChanges(changes: readonly FolderChange[]): FolderChange[] {
  const merged = new Map<string, FolderChange>();
  for (const change of changes) {
    const key = `${change.libraryId}/${change.path}`;
    merged.set(key, { ...change, isDeep: change.isDeep || (merged.get(key)?.isDeep ?? false) });
  }
  return [...merged.values()];
}
