import type { JobId } from '#models/ids.ts';
import {
  type InterruptionCause,
  type Job,
  type JobHandler,
  type JobHandlers,
  JobInterruption,
  type JobProgress,
} from '#models/job.ts';
import type { JobOutcome, JobTaker, SqliteJobRepository } from './sqlite-job-repository.ts';

interface SqliteJobWorkerOptions {
  jobs: SqliteJobRepository;
  handlers: JobHandlers;
  server: string;
  createToken: () => string;
  nowMs: () => number;
  onError: (error: unknown) => void;
  onChange: (job: Job) => void;
  isAlone: boolean;
  lockMs: number;
}

interface Running {
  job: Job;
  taker: JobTaker;
  abort: AbortController;
  progress: JobProgress | null;
  done: Promise<void>;
}

/** Others may have added something, or lost it, without this process being told. */
const LONGEST_SLEEP_MS = 60_000;
const SHORTEST_SLEEP_MS = 20;
const RENEWALS_PER_LOCK = 5;
/** A process that is alone may have slept with its computer: nobody can have taken its jobs meanwhile. */
const FOR_EVER_MS = 1e12;

/** Takes jobs from the tables, runs them, and keeps the locks of those that run. */
export class SqliteJobWorker {
  readonly #options: SqliteJobWorkerOptions;
  readonly #running = new Map<JobId, Running>();
  #taking: Promise<void> | null = null;
  #isAskedAgain = false;
  #isStopped = false;
  #sleep: NodeJS.Timeout | undefined;
  #renewal: NodeJS.Timeout | undefined;

  constructor(options: SqliteJobWorkerOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    if (this.#options.isAlone) {
      this.#taking = this.#options.jobs.releaseLocks().catch(this.#options.onError);
      await this.#taking;
      this.#taking = null;
    }
    const everyMs = this.#options.lockMs / RENEWALS_PER_LOCK;
    if (!this.#isStopped) this.#renewal = setInterval(() => void this.#renewAll(), everyMs).unref();
    this.wake();
  }

  /** Looks for jobs now. */
  wake(): void {
    if (this.#isStopped) return;
    this.#isAskedAgain = true;
    this.#taking ??= this.#takeWhileAsked().finally(() => {
      this.#taking = null;
      if (this.#isAskedAgain) this.wake();
    });
  }

  cancel(id: JobId): void {
    this.#interrupt(this.#running.get(id), 'cancelled');
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#sleep);
    await this.#taking;
    for (const running of this.#running.values()) this.#interrupt(running, 'stopping');
    await Promise.all([...this.#running.values()].map(({ done }) => done));
    clearInterval(this.#renewal);
  }

  async #takeWhileAsked(): Promise<void> {
    while (this.#isAskedAgain && !this.#isStopped) {
      this.#isAskedAgain = false;
      try {
        await this.#take();
      } catch (error) {
        this.#options.onError(error);
        this.#sleepFor(this.#options.lockMs);
      }
    }
  }

  async #take(): Promise<void> {
    const { jobs, server, createToken, isAlone, lockMs, nowMs } = this.#options;
    clearTimeout(this.#sleep);
    const taker = { server, token: createToken(), lockMs: isAlone ? FOR_EVER_MS : lockMs };
    for (const job of await jobs.takeJobs(taker, nowMs())) this.#begin(job, taker);
    const dueAtMs = await jobs.findNextDueAtMs();
    const sleepMs = dueAtMs === undefined ? LONGEST_SLEEP_MS : dueAtMs - nowMs();
    this.#sleepFor(isAlone ? sleepMs : Math.min(sleepMs, lockMs));
  }

  #sleepFor(sleepMs: number): void {
    if (this.#isStopped) return;
    clearTimeout(this.#sleep);
    // What is due but may not run yet is waited for by its kind: the end of a job wakes.
    const boundMs = Math.min(
      LONGEST_SLEEP_MS,
      sleepMs <= 0 ? this.#options.lockMs : Math.max(SHORTEST_SLEEP_MS, sleepMs),
    );
    this.#sleep = setTimeout(() => this.wake(), boundMs).unref();
  }

  #begin(job: Job, taker: JobTaker): void {
    const running: Running = { job, taker, abort: new AbortController(), progress: null, done: Promise.resolve() };
    this.#interrupt(this.#running.get(job.id), 'lost');
    this.#running.set(job.id, running);
    this.#options.onChange(job);
    running.done = this.#run(running).catch(this.#options.onError);
    if (this.#isStopped) this.#interrupt(running, 'stopping');
  }

  async #run(running: Running): Promise<void> {
    const { job, taker } = running;
    const outcome = await this.#runHandler(running);
    if (this.#running.get(job.id) === running) this.#running.delete(job.id);
    if (outcome === null) return;
    const ended = await this.#options.jobs.endJob(job.id, taker.token, outcome, this.#options.nowMs());
    if (ended) this.#options.onChange(ended);
  }

  /** Null when the job is another's by now. */
  async #runHandler(running: Running): Promise<JobOutcome | null> {
    const { job, abort } = running;
    const report = (progress: JobProgress): void => {
      running.progress = progress;
      this.#options.onChange({ ...job, progress });
    };
    try {
      await (this.#options.handlers[job.kind] as JobHandler)({ job, signal: abort.signal, report });
      return { kind: 'completed' };
    } catch (error) {
      const { reason } = abort.signal;
      if (!(reason instanceof JobInterruption))
        return { kind: 'failed', error: error instanceof Error ? error.message : String(error) };
      if (reason.interruption === 'lost') return null;
      return { kind: reason.interruption === 'cancelled' ? 'cancelled' : 'given-back' };
    }
  }

  async #renewAll(): Promise<void> {
    for (const running of this.#running.values()) await this.#renew(running).catch(this.#options.onError);
  }

  async #renew(running: Running): Promise<void> {
    const { job, taker, progress } = running;
    const held = await this.#options.jobs.renewJob(job.id, taker, { nowMs: this.#options.nowMs(), progress });
    if (held !== 'held' && this.#running.get(job.id) === running) this.#interrupt(running, held);
  }

  #interrupt(running: Running | undefined, cause: InterruptionCause): void {
    if (running && !running.abort.signal.aborted) running.abort.abort(new JobInterruption(cause));
  }
}
