import type { JobProgress } from '#models/job.ts';
import type { Scan } from '#models/scan.ts';
import type { ScanTools } from './scan-tools.ts';

type Counter = 'filesUnchanged' | 'filesAdded' | 'filesUpdated' | 'filesMoved' | 'filesMissing' | 'filesFailed';

const EVENT_INTERVAL_MS = 250;
const SAVE_INTERVAL_MS = 2_000;
/** Missing files were not seen. */
const isSeen = (counter: Counter): boolean => counter !== 'filesMissing';

/** Counts what a scan has done, and tells about it: often to listeners, now and then to the store. */
export class ScanProgress {
  readonly #tools: Pick<ScanTools, 'events' | 'clock' | 'repositories'>;
  readonly #report: (progress: JobProgress) => void;
  #scan: Scan;
  #toldAtMs = 0;
  #savedAtMs: number;
  /** Saves what stands at that moment; null when none waits. */
  #nextSave: Promise<void> | null = null;
  #saving: Promise<void> = Promise.resolve();

  constructor(
    scan: Scan,
    tools: Pick<ScanTools, 'events' | 'clock' | 'repositories'>,
    report: (progress: JobProgress) => void,
  ) {
    this.#scan = scan;
    this.#tools = tools;
    this.#report = report;
    // It was saved when it was queued.
    this.#savedAtMs = tools.clock.nowMs();
  }

  get scan(): Scan {
    return this.#scan;
  }

  count(counter: Counter, by = 1): void {
    if (by === 0) return;
    const filesSeen = this.#scan.filesSeen + (isSeen(counter) ? by : 0);
    this.#scan = { ...this.#scan, [counter]: this.#scan[counter] + by, filesSeen };
    this.#tell();
  }

  /** Enters a phase, which is always told. */
  enter(change: Partial<Scan>): void {
    this.#scan = { ...this.#scan, ...change };
    this.#toldAtMs = 0;
    this.#tell();
  }

  /** The end is told when it is saved. */
  async end(change: Partial<Scan>): Promise<void> {
    this.#scan = { ...this.#scan, ...change };
    await this.#save();
    this.#toldAtMs = 0;
    this.#tell();
  }

  #tell(): void {
    const nowMs = this.#tools.clock.nowMs();
    if (nowMs - this.#toldAtMs < EVENT_INTERVAL_MS && nowMs >= this.#toldAtMs) return;
    this.#toldAtMs = nowMs;
    this.#scan = { ...this.#scan, ...this.#measure(nowMs) };
    this.#tools.events.emit('scanProgressed', { scan: this.#scan });
    if (nowMs - this.#savedAtMs < SAVE_INTERVAL_MS) return;
    this.#report({ done: this.#scan.filesSeen, total: this.#scan.filesTotal });
    // Progress that was not kept is no loss; what the scan found is written elsewhere.
    this.#save().catch(() => undefined);
  }

  #measure(nowMs: number): Pick<Scan, 'filesPerSecond' | 'remainingMs'> {
    const { startedAtMs, filesSeen, filesTotal, state } = this.#scan;
    const elapsedMs = nowMs - (startedAtMs ?? nowMs);
    const filesPerSecond = elapsedMs > 0 ? Math.round((filesSeen / elapsedMs) * 10_000) / 10 : 0;
    const isEstimable = state === 'running' && filesTotal !== null && filesSeen > 0;
    const remainingMs = isEstimable ? Math.round((Math.max(0, filesTotal - filesSeen) * elapsedMs) / filesSeen) : null;
    return { filesPerSecond, remainingMs };
  }

  /** One write after another, so that an older state never comes last; those that would wait become one. */
  #save(): Promise<void> {
    this.#savedAtMs = this.#tools.clock.nowMs();
    this.#nextSave ??= this.#saving.then(() => {
      this.#nextSave = null;
      const write = this.#tools.repositories.scans.saveScan(this.#scan);
      this.#saving = write.catch(() => undefined);
      return write;
    });
    return this.#nextSave;
  }
}
