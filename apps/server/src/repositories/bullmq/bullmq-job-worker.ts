import { WaitingError, Worker, type Job as BullJob } from 'bullmq';
import type { Redis } from 'ioredis';
import type { JobId } from '#models/ids.ts';
import { isInTime } from '#models/is-in-time.ts';
import { jobKinds, type JobKind } from '#models/job-kinds.ts';
import {
  type InterruptionCause,
  type Job,
  type JobHandler,
  type JobHandlers,
  JobInterruption,
  type JobProgress,
} from '#models/job.ts';
import { CANCELLED, toJob, toPublicId } from './bullmq-jobs.ts';

interface BullmqJobWorkerOptions {
  kinds: readonly JobKind[];
  handlers: JobHandlers;
  server: string;
  prefix: string;
  toCancelKey: (id: JobId) => string;
  lockMs: number;
  nowMs: () => number;
  /** Fails while Redis is away. */
  commands: Redis;
  /** Waits for Redis; the workers make their blocking ones of it. */
  connection: Redis;
  onChange: (job: Job) => void;
  onError: (error: unknown) => void;
  onStopped: () => void;
}

interface Running {
  job: Job;
  abort: AbortController;
  renewedAtMs: number;
  isReporting: boolean;
  /** The handler's own end: what BullMQ is told about it afterwards may never arrive. */
  ended: Promise<unknown>;
}

const RENEWALS_PER_LOCK = 3;
const WATCH_INTERVAL_MS = 500;
/** Past it a Redis that hangs is not waited for: the locks of jobs run out by themselves. */
const LONGEST_STOP_MS = 5_000;
const RETRY_FETCH_MS = 1_000;

/** Runs jobs of every kind that BullMQ hands out, and watches over their locks and over marks of those cancelled elsewhere. */
export class BullmqJobWorker {
  readonly #options: BullmqJobWorkerOptions;
  readonly #workers: readonly Worker[];
  readonly #running = new Map<JobId, Running>();
  readonly #watch: NodeJS.Timeout;
  #isStopping = false;
  #stopping: Promise<void> | undefined;

  constructor(options: BullmqJobWorkerOptions) {
    this.#options = options;
    this.#workers = options.kinds.map((kind) => this.#createWorker(kind));
    this.#watch = setInterval(() => void this.#watchOver(), WATCH_INTERVAL_MS).unref();
  }

  cancel(id: JobId): void {
    this.#interrupt(this.#running.get(id), 'cancelled');
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#isStopping = true;
    const running = [...this.#running.values()];
    for (const one of running) this.#interrupt(one, 'stopping');
    // Nothing can be given back to a Redis that is away.
    const isAway = this.#options.connection.status !== 'ready';
    const closing = Promise.all(this.#workers.map((worker) => worker.close(isAway)));
    const handlers = Promise.all(running.map(({ ended }) => ended));
    const isClosed = await isInTime(Promise.all([closing, handlers]), LONGEST_STOP_MS);
    clearInterval(this.#watch);
    // Not awaited: a connection between two attempts never tells that it has ended.
    if (!isClosed) for (const worker of this.#workers) worker.disconnect().catch(this.#options.onError);
    this.#options.onStopped();
  }

  #createWorker(kind: JobKind): Worker {
    const { connection, prefix, server, lockMs, onError, onChange } = this.#options;
    const { concurrency, maxTries } = jobKinds[kind];
    const worker = new Worker(kind, (job, token) => this.#process(job, token ?? ''), {
      connection,
      prefix,
      name: server,
      concurrency,
      lockDuration: lockMs,
      lockRenewTime: Math.round(lockMs / RENEWALS_PER_LOCK),
      stalledInterval: Math.round(lockMs / RENEWALS_PER_LOCK),
      maxStalledCount: maxTries - 1,
      runRetryDelay: RETRY_FETCH_MS,
    });
    worker.on('error', onError);
    worker.on('completed', (job) => onChange(toJob(job, 'completed')));
    worker.on('failed', (job) => {
      if (job) onChange(toJob(job, job.finishedOn === undefined ? 'queued' : 'failed'));
    });
    worker.on('locksRenewed', ({ jobIds }) => this.#noteRenewed(jobIds));
    worker.on('lockRenewalFailed', (jobIds) => {
      for (const id of jobIds) this.#interrupt(this.#running.get(toPublicId(id)), 'lost');
    });
    return worker;
  }

  async #process(bullJob: BullJob, token: string): Promise<string | undefined> {
    const { handlers, onChange, nowMs } = this.#options;
    // From here on its work may have missed what is new: the next one under the key has to be queued.
    await bullJob.removeDeduplicationKey();
    const job = toJob(bullJob, 'running');
    const end = Promise.withResolvers<void>();
    const abort = new AbortController();
    const running: Running = { job, abort, renewedAtMs: nowMs(), isReporting: false, ended: end.promise };
    this.#running.set(job.id, running);
    if (this.#isStopping) this.#interrupt(running, 'stopping');
    onChange(job);
    const report = (progress: JobProgress): void => {
      onChange({ ...job, progress });
      if (running.isReporting) return;
      running.isReporting = true;
      const reported = bullJob.updateProgress({ ...progress });
      void reported.catch(() => undefined).finally(() => (running.isReporting = false));
    };
    try {
      await (handlers[job.kind] as JobHandler)({ job, signal: abort.signal, report }).finally(end.resolve);
      return undefined;
    } catch (error) {
      return await this.#settle(running, error, () => bullJob.moveToWait(token));
    } finally {
      this.#running.delete(job.id);
    }
  }

  async #settle({ job, abort }: Running, error: unknown, giveBack: () => Promise<unknown>): Promise<string> {
    const { commands, toCancelKey, onChange } = this.#options;
    const { reason } = abort.signal;
    if (!(reason instanceof JobInterruption)) throw error;
    if (reason.interruption === 'cancelled') {
      await commands.del(toCancelKey(job.id)).catch(() => undefined);
      return CANCELLED;
    }
    if (reason.interruption === 'lost') throw reason;
    await giveBack();
    onChange({ ...job, state: 'queued', tries: job.tries - 1 });
    throw new WaitingError();
  }

  #noteRenewed(bullIds: readonly string[]): void {
    for (const id of bullIds) {
      const running = this.#running.get(toPublicId(id));
      if (running) running.renewedAtMs = this.#options.nowMs();
    }
  }

  async #watchOver(): Promise<void> {
    const { commands, toCancelKey, lockMs, nowMs } = this.#options;
    const all = [...this.#running.values()];
    // Another server may hold it by now, even if Redis is only away for this one.
    for (const running of all) if (nowMs() - running.renewedAtMs > lockMs) this.#interrupt(running, 'lost');
    if (all.length === 0) return;
    try {
      const marks = await commands.mget(all.map(({ job }) => toCancelKey(job.id)));
      for (const [index, mark] of marks.entries()) if (mark !== null) this.#interrupt(all[index], 'cancelled');
    } catch {
      // Redis is away; the mark is still there when it is back.
    }
  }

  #interrupt(running: Running | undefined, cause: InterruptionCause): void {
    if (running && !running.abort.signal.aborted) running.abort.abort(new JobInterruption(cause));
  }
}
