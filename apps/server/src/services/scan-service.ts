import type { FolderChange } from '#gateways/media-files.ts';
import { DomainError, notFound } from '#models/errors.ts';
import type { JobId, LibraryId, ScanId } from '#models/ids.ts';
import type { ScanPayload } from '#models/job-kinds.ts';
import { isEnded, type JobRun } from '#models/job.ts';
import type { Page, PageRequest } from '#models/page.ts';
import { isOver, queueScan, type Scan, type ScanFailure } from '#models/scan.ts';
import type { JobQueue } from '#repositories/job-queue.ts';
import { forgetLibraryTracks } from './scan/forget-library-tracks.ts';
import { ScanRun } from './scan/scan-run.ts';
import type { ScanTools } from './scan/scan-tools.ts';
import { SerialRunner } from './serial-runner.ts';

export type { ScanLogger, ScanTools } from './scan/scan-tools.ts';

export interface ScanServiceOptions extends ScanTools {
  jobs: JobQueue;
}

type ScanTask = Extract<ScanPayload, { task: 'scan' }>;

/** How long a request waits for a scan that another server has to end. */
const LONGEST_WAIT_MS = 10_000;
const LOOK_AGAIN_MS = 200;
const ASKS = 3;

/**
 * Scans libraries as jobs: one scan at a time over all servers, whichever takes it; others wait their turn. A scan and its job
 * have the same id. `runJob` does the work; everything else may be asked of any server.
 */
export class ScanService {
  readonly #options: ScanServiceOptions;
  readonly #changes = new SerialRunner();
  #running: ScanRun | null = null;

  constructor(options: ScanServiceOptions) {
    this.#options = options;
  }

  /** Takes up scans whose jobs are lost, as with a restored store; those of servers that are at work are left to them. */
  async takeUpLost(): Promise<void> {
    const { repositories, jobs, clock } = this.#options;
    const lost: Scan[] = [];
    for (const scan of await repositories.scans.listUnfinishedScans()) {
      const job = await jobs.findJob(toJobId(scan.id));
      if (job === undefined || isEnded(job)) lost.push(scan);
    }
    const error = 'JetStream ended before the scan did. It was started again.';
    for (const scan of lost)
      await repositories.scans.saveScan({ ...scan, state: 'failed', phase: 'done', endedAtMs: clock.nowMs(), error });
    if (lost.length === 0) return;
    const isFull = lost.some((scan) => scan.isFull);
    await this.#enqueue({ task: 'scan', libraryId: null, isFull, changes: null, isRepairing: true });
  }

  /** Starts a scan, or returns the one that already waits to do the same. @throws DomainError not-found for an unknown library. */
  async startScan(request: { libraryId?: LibraryId | undefined; isFull?: boolean }): Promise<Scan> {
    const { libraryId = null, isFull = false } = request;
    if (libraryId !== null) await this.#requireLibrary(libraryId);
    const task: ScanTask = { task: 'scan', libraryId, isFull, changes: null, isRepairing: false };
    const waiting = await this.#options.jobs.findWaitingJob('scan', toDedupeKey(task));
    const known = waiting && (await this.#options.repositories.scans.findScan(toScanId(waiting.id)));
    return known ?? (await this.#enqueue(task));
  }

  /** Scans only these folders, as soon as nothing else is being scanned. */
  async scanFolders(changes: readonly FolderChange[]): Promise<void> {
    const libraries = Map.groupBy(changes, ({ libraryId }) => libraryId);
    await this.#changes.run(async () => {
      for (const [libraryId, own] of libraries) await this.#scanFoldersOf(libraryId, own);
    });
  }

  /** @throws DomainError not-found, or conflict when it has ended already. */
  async cancelScan(id: ScanId): Promise<Scan> {
    const scan = await this.getScan(id);
    if (isOver(scan)) throw new DomainError('conflict', 'This scan has already ended.');
    const job = await this.#options.jobs.cancelJob(toJobId(id));
    if (job?.state === 'running') await this.#waitFor(async () => isOver(await this.getScan(id)));
    const left = await this.getScan(id);
    // A scan that never began has nobody else to write its end.
    return isOver(left) || job?.state === 'running' ? left : await this.#saveCancelled(left);
  }

  /** @throws DomainError not-found. */
  async getScan(id: ScanId): Promise<Scan> {
    const scan = this.#findLive(id) ?? (await this.#options.repositories.scans.findScan(id));
    if (scan === undefined) throw notFound('scan');
    return scan;
  }

  /** Newest first, running ones as they stand. */
  async listScans(page: PageRequest): Promise<Page<Scan>> {
    const listed = await this.#options.repositories.scans.listScans(page);
    return { ...listed, items: listed.items.map((scan) => this.#findLive(scan.id) ?? scan) };
  }

  async listFailures(libraryId: LibraryId | undefined, page: PageRequest): Promise<Page<ScanFailure>> {
    return await this.#options.repositories.scans.listFailures(libraryId, page);
  }

  /** Ends scans of a removed library and marks its tracks as missing. A scan of all libraries starts again without it. */
  async forgetLibrary(libraryId: LibraryId): Promise<void> {
    const { jobs, idSource } = this.#options;
    const id = idSource.createId<JobId>();
    // Queued first, so that it comes between the scan that is cancelled and the one that starts again.
    await jobs.enqueue({ id, kind: 'scan', payload: { task: 'forget', libraryId }, priority: 'urgent' });
    const queued = await jobs.listJobs({ states: ['queued', 'running'], kind: 'scan' }, 100);
    for (const { id: scanJobId, payload, state } of queued) {
      const task = payload as ScanPayload;
      if (task.task !== 'scan' || !(task.libraryId === libraryId || (task.libraryId === null && state === 'running')))
        continue;
      await this.cancelScan(toScanId(scanJobId)).catch(ignoreEnded);
      if (task.libraryId === null) await this.#enqueue(task);
    }
    await this.#waitFor(async () => {
      const job = await jobs.findJob(id);
      return job === undefined || isEnded(job);
    });
  }

  /** Resolves when nothing runs or waits. */
  async whenIdle(): Promise<void> {
    const filter = { states: ['queued', 'running'], kind: 'scan' } as const;
    await this.#waitFor(
      async () => (await this.#options.jobs.listJobs(filter, 1)).length === 0,
      Number.POSITIVE_INFINITY,
    );
  }

  /** The handler of scan jobs. */
  async runJob({ job, signal, report }: JobRun<'scan'>): Promise<void> {
    const { payload } = job;
    if (payload.task === 'ask') await this.startScan({});
    else if (payload.task === 'forget') await forgetLibraryTracks(this.#options, payload.libraryId);
    else {
      const id = toScanId(job.id);
      const found = await this.#options.repositories.scans.findScan(id);
      const order = {
        scan: queueScan(id, payload.libraryId, payload.isFull),
        changes: payload.changes,
        isRepairing: payload.isRepairing || job.tries > 1 || (found?.startedAtMs ?? null) !== null,
        isLastTry: job.tries >= job.maxTries,
      };
      const run = new ScanRun(this.#options, order, { signal, report });
      this.#running = run;
      try {
        await run.run();
      } finally {
        if (this.#running === run) this.#running = null;
      }
    }
  }

  async #scanFoldersOf(libraryId: LibraryId, changes: readonly FolderChange[]): Promise<void> {
    const { jobs } = this.#options;
    const task: ScanTask = {
      task: 'scan',
      libraryId,
      isFull: false,
      changes: mergeChanges(changes),
      isRepairing: false,
    };
    for (let ask = 1; ask <= ASKS; ask++) {
      const waiting = await jobs.findWaitingJob('scan', toDedupeKey(task));
      if (waiting === undefined) break;
      const known = (waiting.payload as ScanTask).changes ?? [];
      if (await jobs.updatePayload(waiting, { ...task, changes: mergeChanges([...known, ...changes]) })) return;
    }
    await this.#enqueue(task);
  }

  async #enqueue(task: ScanTask): Promise<Scan> {
    const { repositories, jobs, events, idSource } = this.#options;
    const scan = queueScan(idSource.createId<ScanId>(), task.libraryId, task.isFull);
    // Before its job, which another server may take at once.
    await repositories.scans.saveScan(scan);
    events.emit('scanProgressed', { scan });
    try {
      const dedupeKey = toDedupeKey(task);
      const job = await jobs.enqueue({ id: toJobId(scan.id), kind: 'scan', payload: task, dedupeKey });
      if (job.id === toJobId(scan.id)) return scan;
      // Another server was first.
      await this.#saveCancelled(scan);
      return (await repositories.scans.findScan(toScanId(job.id))) ?? scan;
    } catch (error) {
      await this.#saveCancelled(scan);
      throw error;
    }
  }

  async #saveCancelled(scan: Scan): Promise<Scan> {
    const { repositories, events, clock } = this.#options;
    const cancelled: Scan = { ...scan, state: 'cancelled', phase: 'done', endedAtMs: clock.nowMs() };
    await repositories.scans.saveScan(cancelled);
    events.emit('scanProgressed', { scan: cancelled });
    return cancelled;
  }

  /** Looks again whenever a job changes here, and by the clock for what happens elsewhere. */
  async #waitFor(isSo: () => Promise<boolean>, longestMs = LONGEST_WAIT_MS): Promise<void> {
    let change = Promise.withResolvers<void>();
    const stopObserving = this.#options.jobs.observe(() => change.resolve());
    const looking = setInterval(() => change.resolve(), LOOK_AGAIN_MS);
    try {
      const looksLeft = longestMs / LOOK_AGAIN_MS;
      for (let look = 0; look < looksLeft; look++) {
        change = Promise.withResolvers<void>();
        if (await isSo()) return;
        await change.promise;
      }
    } finally {
      clearInterval(looking);
      stopObserving();
    }
  }

  #findLive(id: ScanId): Scan | undefined {
    const running = this.#running?.scan;
    return running?.id === id ? running : undefined;
  }

  async #requireLibrary(id: LibraryId): Promise<void> {
    const library = await this.#options.repositories.libraries.findLibrary(id);
    if (library === undefined || library.removedAtMs !== null) throw notFound('library');
  }
}

const toJobId = (id: ScanId): JobId => id as string as JobId;
const toScanId = (id: JobId): ScanId => id as string as ScanId;

const toDedupeKey = ({ libraryId, isFull, changes, isRepairing }: ScanTask): string =>
  [changes === null ? 'whole' : 'folders', libraryId ?? 'all', isFull, isRepairing].join('/');

function ignoreEnded(error: unknown): void {
  if (!(error instanceof DomainError && error.code === 'conflict')) throw error;
}

function mergeChanges(changes: readonly FolderChange[]): FolderChange[] {
  const merged = new Map<string, FolderChange>();
  for (const change of changes) {
    const key = `${change.libraryId}/${change.path}`;
    merged.set(key, { ...change, isDeep: change.isDeep || (merged.get(key)?.isDeep ?? false) });
  }
  return [...merged.values()];
}
