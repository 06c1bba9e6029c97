import type { JobId } from '#models/ids.ts';
import type { JobKind } from '#models/job-kinds.ts';
import type { Job, JobHandlers, JobOrder, JobSchedule, JobState, ScheduledJob } from '#models/job.ts';

/** Takes jobs until it is stopped. */
export interface JobWorker {
  /** Interrupts running jobs, and gives back those that did not come to their end. */
  stop(): Promise<void>;
}

export interface JobFilter {
  states: readonly JobState[];
  kind?: JobKind;
}

/**
 * Work that outlives a request and a server. A job whose `enqueue` was acknowledged runs at least once, whatever is killed; of
 * each kind no more than its rules allow run at once, over all servers. A job that fails is tried again, later each time, and
 * after its last try stays as a dead letter (`failed`) until somebody queues it again or removes it. Old ones that ended well are
 * forgotten.
 *
 * Methods throw DomainError unavailable while the store is away.
 */
export interface JobQueue {
  /** Returns the job, or the one that waits already under its key. */
  enqueue<Kind extends JobKind>(order: JobOrder<Kind>): Promise<Job<Kind>>;
  findJob(id: JobId): Promise<Job | undefined>;
  /** The job that waits under the key. */
  findWaitingJob<Kind extends JobKind>(kind: Kind, dedupeKey: string): Promise<Job<Kind> | undefined>;
  /** Waiting ones in the order in which they will be taken, ended ones newest first; running before both. */
  listJobs(filter: JobFilter, limit: number): Promise<Job[]>;
  /** False when the job has begun meanwhile, or may have. */
  updatePayload<Kind extends JobKind>(job: Job<Kind>, payload: Job<Kind>['payload']): Promise<boolean>;
  /** One that waits ends at once; one that runs is interrupted, wherever that is. Returns it as it stands, or undefined. */
  cancelJob(id: JobId): Promise<Job | undefined>;
  /** Queues a dead letter again, with all its tries. Undefined when it is none. */
  retryJob(id: JobId): Promise<Job | undefined>;
  /** False unless the job has ended. */
  deleteJob(id: JobId): Promise<boolean>;

  /** Every server says the same at its start: the next run stays when the interval does. The first comes after one interval. */
  saveSchedule<Kind extends JobKind>(schedule: JobSchedule<Kind>): Promise<void>;
  deleteSchedule(name: string, kind: JobKind): Promise<void>;
  listSchedules(): Promise<ScheduledJob[]>;

  /** Begins to take jobs. */
  work(handlers: JobHandlers): JobWorker;
  /** Calls back about jobs that this process queued, began, reported or ended. Returns the unsubscription. */
  observe(listener: (job: Job) => void): () => void;
  close(): Promise<void>;
}
