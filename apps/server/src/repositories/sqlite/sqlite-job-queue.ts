import { DomainError } from '#models/errors.ts';
import type { JobId } from '#models/ids.ts';
import type { JobKind } from '#models/job-kinds.ts';
import {
  isEnded,
  type Job,
  type JobHandlers,
  type JobOrder,
  type JobSchedule,
  type ScheduledJob,
} from '#models/job.ts';
import type { JobFilter, JobQueue, JobWorker } from '../job-queue.ts';
import type { SqliteJobRepository } from './sqlite-job-repository.ts';
import { SqliteJobWorker } from './sqlite-job-worker.ts';

export interface SqliteJobQueueOptions {
  jobs: SqliteJobRepository;
  /** Name of this server. */
  server: string;
  createToken: () => string;
  nowMs: () => number;
  /** Told when the store cannot be asked for jobs. */
  onError: (error: unknown) => void;
  /** Whether nobody else works on the file: what was left running is then taken up at once. */
  isAlone?: boolean;
  /** A job whose worker is not heard of for so long is taken by another. */
  lockMs?: number;
}

const LOCK_MS = 15_000;

export class SqliteJobQueue implements JobQueue {
  readonly #options: Required<SqliteJobQueueOptions>;
  readonly #listeners = new Set<(job: Job) => void>();
  readonly #workers = new Set<SqliteJobWorker>();

  constructor(options: SqliteJobQueueOptions) {
    this.#options = { isAlone: false, lockMs: LOCK_MS, ...options };
  }

  async enqueue<Kind extends JobKind>(order: JobOrder<Kind>): Promise<Job<Kind>> {
    const job = await this.#options.jobs.createJob(order as JobOrder, this.#options.nowMs());
    if (job.id === order.id) this.#announce(job);
    return job as Job<Kind>;
  }

  findJob(id: JobId): Promise<Job | undefined> {
    return this.#options.jobs.findJob(id);
  }

  async findWaitingJob<Kind extends JobKind>(kind: Kind, dedupeKey: string): Promise<Job<Kind> | undefined> {
    return (await this.#options.jobs.findWaitingJob(kind, dedupeKey)) as Job<Kind> | undefined;
  }

  listJobs(filter: JobFilter, limit: number): Promise<Job[]> {
    return this.#options.jobs.listJobs(filter, limit);
  }

  updatePayload<Kind extends JobKind>({ id }: Job<Kind>, payload: Job<Kind>['payload']): Promise<boolean> {
    return this.#options.jobs.updatePayload(id, payload as Job['payload']);
  }

  async cancelJob(id: JobId): Promise<Job | undefined> {
    const job = await this.#options.jobs.cancelJob(id, this.#options.nowMs());
    if (job?.state === 'running') for (const worker of this.#workers) worker.cancel(id);
    else if (job && isEnded(job)) this.#announce(job);
    return job;
  }

  async retryJob(id: JobId): Promise<Job | undefined> {
    const job = await this.#options.jobs.retryJob(id, this.#options.nowMs());
    if (job) this.#announce(job);
    return job;
  }

  deleteJob(id: JobId): Promise<boolean> {
    return this.#options.jobs.deleteJob(id);
  }

  async saveSchedule<Kind extends JobKind>(schedule: JobSchedule<Kind>): Promise<void> {
    await this.#options.jobs.saveSchedule(schedule as JobSchedule, this.#options.nowMs());
    this.#wake();
  }

  deleteSchedule(name: string): Promise<void> {
    return this.#options.jobs.deleteSchedule(name);
  }

  listSchedules(): Promise<ScheduledJob[]> {
    return this.#options.jobs.listSchedules();
  }

  work(handlers: JobHandlers): JobWorker {
    if (this.#options.isAlone && this.#workers.size > 0)
      throw new DomainError('conflict', 'Jobs are being worked on already.');
    const worker = new SqliteJobWorker({
      ...this.#options,
      handlers,
      onChange: (job) => this.#announce(job),
    });
    this.#workers.add(worker);
    void worker.start();
    return {
      stop: async () => {
        await worker.stop();
        this.#workers.delete(worker);
      },
    };
  }

  observe(listener: (job: Job) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.stop()));
    this.#workers.clear();
  }

  #announce(job: Job): void {
    for (const listener of this.#listeners) listener(job);
    if (job.state !== 'running') this.#wake();
  }

  #wake(): void {
    for (const worker of this.#workers) worker.wake();
  }
}
