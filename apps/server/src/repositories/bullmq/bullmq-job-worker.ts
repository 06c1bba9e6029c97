import { setTimeout as wait } from 'node:timers/promises';
import { WaitingError, Worker, type Job as BullJob, type Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { JobId } from '#models/ids.ts';
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
  queues: ReadonlyMap<JobKind, Queue>;
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
}

interface Running {
  job: Job;
  abort: AbortController;
  renewedAtMs: number;
  isReporting: boolean;
}

const RENEWALS_PER_LOCK = 3;
const WATCH_INTERVAL_MS = 500;
/** While Redis is away nothing can be given back: its lock runs out by itself. */
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
    this.#workers = [...options.queues].map(([kind, queue]) => this.#createWorker(kind, queue));
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
    for (const running of this.#running.values()) this.#interrupt(running, 'stopping');
    const closing = Promise.all(this.#workers.map((worker) => worker.close()));
    const patience = new AbortController();
    const isClosed = await Promise.race([
      closing.then(() => true),
      wait(LONGEST_STOP_MS, false, { signal: patience.signal }).catch(() => false),
    ]);
    patience.abort();
    clearInterval(this.#watch);
    if (!isClosed) await Promise.all(this.#workers.map((worker) => worker.disconnect()));
  }

  #createWorker(kind: JobKind, queue: Queue): Worker {
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
    queue.setGlobalConcurrency(concurrency).catch(onError);
    return worker;
  }

  async #process(bullJob: BullJob, token: string): Promise<string | undefined> {
    const { handlers, onChange, nowMs } = this.#options;
    // From here on its work may have missed what is new: the next one under the key has to be queued.
    await bullJob.removeDeduplicationKey();
    const job = toJob(bullJob, 'running');
    const running: Running = { job, abort: new AbortController(), renewedAtMs: nowMs(), isReporting: false };
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
      await (handlers[job.kind] as JobHandler)({ job, signal: running.abort.signal, report });
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
