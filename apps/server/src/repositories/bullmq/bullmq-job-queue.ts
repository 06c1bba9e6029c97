import { Queue, type Job as BullJob, type JobType } from 'bullmq';
import { Redis } from 'ioredis';
import { DomainError } from '#models/errors.ts';
import type { JobId } from '#models/ids.ts';
import { jobKindNames, type JobKind } from '#models/job-kinds.ts';
import {
  isEnded,
  type Job,
  type JobHandlers,
  type JobOrder,
  type JobSchedule,
  type JobState,
  type ScheduledJob,
} from '#models/job.ts';
import type { StoreLogger } from '../guard-store.ts';
import type { JobFilter, JobQueue, JobWorker } from '../job-queue.ts';
import { isStoreFailure } from '../store-failures.ts';
import { toBullId, toJob, toOptions, toOrderOptions } from './bullmq-jobs.ts';
import { BullmqJobWorker } from './bullmq-job-worker.ts';

export interface BullmqJobQueueOptions {
  redisUrl: string;
  /** What BullMQ's keys begin with; nothing else may use it. */
  prefix: string;
  /** The mark that tells the server which runs a job that it was cancelled, and how long it is kept. */
  toCancelKey: (id: JobId) => string;
  cancelLifetimeMs: number;
  /** Name of this server. */
  server: string;
  nowMs: () => number;
  logger: StoreLogger;
  /** A job whose worker is not heard of for so long is taken by another. */
  lockMs?: number;
}

const LOCK_MS = 15_000;
const COMMAND_TIMEOUT_MS = 2_000;
const LONGEST_RECONNECT_MS = 1_000;
/** Two who find the same begun job at once have removed its key by then. */
const DEDUPE_ATTEMPTS = 3;

const WAITING: readonly JobType[] = ['waiting', 'prioritized', 'delayed'];
const typesOfState = {
  queued: WAITING,
  running: ['active'],
  completed: ['completed'],
  cancelled: [],
  failed: ['failed'],
} as const satisfies Record<JobState, readonly JobType[]>;

const reconnect = { retryStrategy: (times: number) => Math.min(LONGEST_RECONNECT_MS, 50 * 2 ** times) };

/** Jobs on Redis by BullMQ, a queue for each kind. Needs `maxmemory-policy noeviction`. */
export class BullmqJobQueue implements JobQueue {
  readonly #options: Required<BullmqJobQueueOptions>;
  readonly #connection: Redis;
  readonly #workerConnection: Redis;
  readonly #queues: ReadonlyMap<JobKind, Queue>;
  readonly #workers = new Set<BullmqJobWorker>();
  readonly #listeners = new Set<(job: Job) => void>();
  #isAway = false;

  constructor(options: BullmqJobQueueOptions) {
    this.#options = { lockMs: LOCK_MS, ...options };
    const { redisUrl, prefix } = this.#options;
    // Refuses at once while Redis is away: what waited here would be queued long after it was answered as refused.
    this.#connection = new Redis(redisUrl, {
      ...reconnect,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_TIMEOUT_MS,
    });
    // Waits as long as it takes, as BullMQ demands of what blocks.
    this.#workerConnection = new Redis(redisUrl, { ...reconnect, maxRetriesPerRequest: null, lazyConnect: true });
    for (const connection of [this.#connection, this.#workerConnection]) {
      connection.on('error', (error) => this.#complain(error));
      connection.on('ready', () => (this.#isAway = false));
    }
    const toQueue = (kind: JobKind) => {
      const queue = new Queue(kind, { connection: this.#connection, prefix });
      queue.on('error', (error) => this.#complain(error));
      return [kind, queue] as const;
    };
    this.#queues = new Map(jobKindNames.map(toQueue));
  }

  async enqueue<Kind extends JobKind>(order: JobOrder<Kind>): Promise<Job<Kind>> {
    const queue = this.#get(order.kind);
    for (let attempt = 1; ; attempt++) {
      const added = await queue.add(order.kind, order.payload, toOrderOptions(order as JobOrder));
      if (added.id === order.id) {
        const job = toJob(added, 'queued');
        this.#announce(job);
        return job as Job<Kind>;
      }
      const known = await this.#find(queue, added.id ?? '');
      if (known?.state === 'queued' || attempt === DEDUPE_ATTEMPTS)
        return (known ?? toJob(added, 'queued')) as Job<Kind>;
      // Its server is about to remove the key too, or was killed before it could.
      if (order.dedupeKey !== undefined) await queue.removeDeduplicationKey(order.dedupeKey);
    }
  }

  async findJob(id: JobId): Promise<Job | undefined> {
    for (const queue of this.#queues.values()) {
      const job = await this.#find(queue, toBullId(id));
      if (job) return job;
    }
    return undefined;
  }

  async findWaitingJob<Kind extends JobKind>(kind: Kind, dedupeKey: string): Promise<Job<Kind> | undefined> {
    const queue = this.#get(kind);
    const id = await queue.getDeduplicationJobId(dedupeKey);
    const job = id === null ? undefined : await this.#find(queue, id);
    return job?.state === 'queued' ? (job as Job<Kind>) : undefined;
  }

  async listJobs({ states, kind }: JobFilter, limit: number): Promise<Job[]> {
    const kinds = kind === undefined ? jobKindNames : [kind];
    // Cancelled ones lie among the completed.
    const read = new Set(states.map((state) => (state === 'cancelled' ? 'completed' : state)));
    const lists = kinds.flatMap((name) => [...read].map((state) => this.#list(name, state, limit)));
    const jobs = (await Promise.all(lists)).flat().filter(({ state }) => states.includes(state));
    return jobs.sort(compareJobs).slice(0, limit);
  }

  async updatePayload<Kind extends JobKind>({ id, kind }: Job<Kind>, payload: Job<Kind>['payload']): Promise<boolean> {
    const job = await this.#get(kind).getJob(toBullId(id));
    if (!job) return false;
    await job.updateData(payload);
    // Still waiting now: who takes it reads it after this.
    return isWaiting(await job.getState());
  }

  async cancelJob(id: JobId): Promise<Job | undefined> {
    const found = await this.findJob(id);
    if (!found || isEnded(found)) return found;
    const job = await this.#get(found.kind).getJob(toBullId(id));
    if (found.state === 'queued' && job && (await isRemoved(job))) {
      const cancelled: Job = { ...found, state: 'cancelled', endedAtMs: this.#options.nowMs() };
      this.#announce(cancelled);
      return cancelled;
    }
    const { toCancelKey, cancelLifetimeMs } = this.#options;
    await this.#connection.set(toCancelKey(id), '1', 'PX', cancelLifetimeMs);
    for (const worker of this.#workers) worker.cancel(id);
    return await this.findJob(id);
  }

  async retryJob(id: JobId): Promise<Job | undefined> {
    const found = await this.findJob(id);
    if (found?.state !== 'failed') return undefined;
    const job = await this.#get(found.kind).getJob(toBullId(id));
    await job?.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
    const queued = await this.findJob(id);
    if (queued) this.#announce(queued);
    return queued;
  }

  async deleteJob(id: JobId): Promise<boolean> {
    const found = await this.findJob(id);
    if (!found || !isEnded(found)) return false;
    return (await this.#get(found.kind).remove(toBullId(id))) > 0;
  }

  async saveSchedule<Kind extends JobKind>({ name, kind, payload, everyMs }: JobSchedule<Kind>): Promise<void> {
    const queue = this.#get(kind);
    const known = await queue.getJobScheduler(name);
    // Saving it anew would move its next run.
    if (known?.every === everyMs && known.next !== undefined) return;
    const startDate = this.#options.nowMs() + everyMs;
    await queue.upsertJobScheduler(
      name,
      { every: everyMs, startDate },
      { name: kind, data: payload, opts: toOptions(kind) },
    );
  }

  async deleteSchedule(name: string, kind: JobKind): Promise<void> {
    await this.#get(kind).removeJobScheduler(name);
  }

  async listSchedules(): Promise<ScheduledJob[]> {
    const lists = jobKindNames.map(async (kind) =>
      (await this.#get(kind).getJobSchedulers()).map((schedule) => ({
        name: schedule.key,
        kind,
        payload: (schedule.template?.data ?? null) as ScheduledJob['payload'],
        everyMs: schedule.every ?? 0,
        nextRunAtMs: schedule.next ?? 0,
      })),
    );
    return (await Promise.all(lists)).flat().sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  work(handlers: JobHandlers): JobWorker {
    const worker = new BullmqJobWorker({
      ...this.#options,
      handlers,
      queues: this.#queues,
      commands: this.#connection,
      connection: this.#workerConnection,
      onChange: (job) => this.#announce(job),
      onError: (error) => this.#complain(error),
    });
    this.#workers.add(worker);
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
    await Promise.all([...this.#queues.values()].map((queue) => queue.close()));
    this.#connection.disconnect();
    this.#workerConnection.disconnect();
  }

  async #find(queue: Queue, id: string): Promise<Job | undefined> {
    const job = await queue.getJob(id);
    const state = job && toState(await job.getState());
    return job && state && toJob(job, state);
  }

  async #list(kind: JobKind, state: JobState, limit: number): Promise<Job[]> {
    const jobs = await this.#get(kind).getJobs([...typesOfState[state]], 0, limit - 1, state === 'queued');
    return (
      jobs
        // One that ends or is removed while the list is read has no id any more; what the clock will bring is a schedule.
        .filter(
          (job) => job?.id !== undefined && !(state === 'queued' && job.repeatJobKey !== undefined && job.delay > 0),
        )
        .map((job) => toJob(job, state))
    );
  }

  #get(kind: JobKind): Queue {
    const queue = this.#queues.get(kind);
    if (!queue) throw new DomainError('unsupported', `There are no jobs of the kind ${kind}.`);
    return queue;
  }

  #announce(job: Job): void {
    for (const listener of this.#listeners) listener(job);
  }

  /** Every connection of every worker tells of an outage again and again: once is enough. */
  #complain(error: unknown): void {
    const isOutage = isStoreFailure('redis', error);
    if (isOutage && this.#isAway) return;
    this.#isAway ||= isOutage;
    const reason = error instanceof Error ? error.message : String(error);
    this.#options.logger.warn({ store: 'redis', reason }, isOutage ? 'jobs wait for Redis' : 'jobs are in trouble');
  }
}

const isWaiting = (state: string): boolean => toState(state) === 'queued';

function toState(state: string): JobState | undefined {
  if (state === 'active') return 'running';
  if (state === 'completed' || state === 'failed') return state;
  return state === 'unknown' ? undefined : 'queued';
}

/** False for one that has just begun, and for one of a schedule, which BullMQ does not let go. */
async function isRemoved(job: BullJob): Promise<boolean> {
  try {
    await job.remove();
    return true;
  } catch (error) {
    if (isStoreFailure('redis', error)) throw error;
    return false;
  }
}

function compareJobs(a: Job, b: Job): number {
  const rank = ({ state }: Job) => (state === 'running' ? 0 : state === 'queued' ? 1 : 2);
  if (rank(a) !== rank(b)) return rank(a) - rank(b);
  if (isEnded(a)) return (b.endedAtMs ?? 0) - (a.endedAtMs ?? 0);
  return a.dueAtMs - b.dueAtMs;
}
