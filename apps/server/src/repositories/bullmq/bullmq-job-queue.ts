import { Queue, type Job as BullJob, type JobType } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { DomainError } from '#models/errors.ts';
import type { JobId } from '#models/ids.ts';
import { isInTime } from '#models/is-in-time.ts';
import { jobKindNames, jobKinds, type JobKind } from '#models/job-kinds.ts';
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
/** Shorter than anybody waits for an answer: what was given up is not done when Redis comes. */
const OPEN_LIMIT_MS = 1_000;
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

type Queues = ReadonlyMap<JobKind, Queue>;

/** Jobs on Redis by BullMQ, a queue for each kind. Needs `maxmemory-policy noeviction`. */
export class BullmqJobQueue implements JobQueue {
  readonly #options: Required<BullmqJobQueueOptions>;
  readonly #connection: Redis;
  /** Made once Redis has been there: a queue of BullMQ that does not come up at once never does. */
  #queues: Queues | undefined;
  readonly #opened = Promise.withResolvers<Queues>();
  readonly #workers = new Set<BullmqJobWorker>();
  readonly #listeners = new Set<(job: Job) => void>();
  #isAway = false;
  #isClosing = false;

  constructor(options: BullmqJobQueueOptions) {
    this.#options = { lockMs: LOCK_MS, ...options };
    // Refuses at once while Redis is away: what waited here would be queued long after it was answered as refused.
    this.#connection = this.#connect({
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_TIMEOUT_MS,
    });
    this.#connection.on('ready', () => void this.#open().catch((error) => this.#complain(error)));
  }

  /** Resolves when Redis has been there once. */
  async waitUntilOpen(): Promise<void> {
    await this.#opened.promise;
  }

  async enqueue<Kind extends JobKind>(order: JobOrder<Kind>): Promise<Job<Kind>> {
    const queue = await this.#get(order.kind);
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
    for (const kind of jobKindNames) {
      const job = await this.#find(await this.#get(kind), toBullId(id));
      if (job) return job;
    }
    return undefined;
  }

  async findWaitingJob<Kind extends JobKind>(kind: Kind, dedupeKey: string): Promise<Job<Kind> | undefined> {
    const queue = await this.#get(kind);
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
    const job = await (await this.#get(kind)).getJob(toBullId(id));
    if (!job) return false;
    await job.updateData(payload);
    // Still waiting now: who takes it reads it after this.
    return isWaiting(await job.getState());
  }

  async cancelJob(id: JobId): Promise<Job | undefined> {
    const found = await this.findJob(id);
    if (!found || isEnded(found)) return found;
    const job = await (await this.#get(found.kind)).getJob(toBullId(id));
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
    const job = await (await this.#get(found.kind)).getJob(toBullId(id));
    await job?.retry('failed', { resetAttemptsMade: true, resetAttemptsStarted: true });
    const queued = await this.findJob(id);
    if (queued) this.#announce(queued);
    return queued;
  }

  async deleteJob(id: JobId): Promise<boolean> {
    const found = await this.findJob(id);
    if (!found || !isEnded(found)) return false;
    return (await (await this.#get(found.kind)).remove(toBullId(id))) > 0;
  }

  async saveSchedule<Kind extends JobKind>({ name, kind, payload, everyMs }: JobSchedule<Kind>): Promise<void> {
    const queue = await this.#get(kind);
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
    await (await this.#get(kind)).removeJobScheduler(name);
  }

  async listSchedules(): Promise<ScheduledJob[]> {
    const lists = jobKindNames.map(async (kind) =>
      (await (await this.#get(kind)).getJobSchedulers()).map((schedule) => ({
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
    let isStopped = false;
    const starting = this.#opened.promise.then((queues) =>
      isStopped ? undefined : this.#startWorker(queues, handlers),
    );
    return {
      stop: async () => {
        isStopped = true;
        if (!this.#queues) return;
        const worker = await starting;
        await worker?.stop();
      },
    };
  }

  observe(listener: (job: Job) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all([...this.#workers].map((worker) => worker.stop()));
    await closeAll(this.#queues);
    this.#connection.disconnect();
  }

  #connect(own: RedisOptions): Redis {
    const connection = new Redis(this.#options.redisUrl, { ...reconnect, ...own });
    connection.on('error', (error) => this.#complain(error));
    connection.on('ready', () => (this.#isAway = false));
    return connection;
  }

  /** Whenever Redis is there (again): one that lost everything has lost how many jobs may run at once, too. */
  async #open(): Promise<void> {
    const queues = this.#queues ?? new Map(jobKindNames.map((kind) => [kind, this.#createQueue(kind)]));
    try {
      await Promise.all([...queues.values()].map((queue) => queue.waitUntilReady()));
      for (const [kind, queue] of queues) await queue.setGlobalConcurrency(jobKinds[kind].concurrency);
    } catch (error) {
      if (queues !== this.#queues) await closeAll(queues);
      throw error;
    }
    if (this.#isClosing) return closeAll(queues);
    this.#queues = queues;
    this.#opened.resolve(queues);
  }

  #createQueue(kind: JobKind): Queue {
    const queue = new Queue(kind, { connection: this.#connection, prefix: this.#options.prefix });
    queue.on('error', (error) => this.#complain(error));
    return queue;
  }

  #startWorker(queues: Queues, handlers: JobHandlers): BullmqJobWorker {
    // Waits as long as it takes, as BullMQ demands of what blocks.
    const connection = this.#connect({ maxRetriesPerRequest: null });
    const worker = new BullmqJobWorker({
      ...this.#options,
      handlers,
      kinds: [...queues.keys()],
      commands: this.#connection,
      connection,
      onChange: (job) => this.#announce(job),
      onError: (error) => this.#complain(error),
      onStopped: () => {
        connection.disconnect();
        this.#workers.delete(worker);
      },
    });
    this.#workers.add(worker);
    return worker;
  }

  async #find(queue: Queue, id: string): Promise<Job | undefined> {
    const job = await queue.getJob(id);
    const state = job && toState(await job.getState());
    return job && state && toJob(job, state);
  }

  async #list(kind: JobKind, state: JobState, limit: number): Promise<Job[]> {
    const queue = await this.#get(kind);
    const jobs = await queue.getJobs([...typesOfState[state]], 0, limit - 1, state === 'queued');
    return (
      jobs
        // One that ends or is removed while the list is read has no id any more; what the clock will bring is a schedule.
        .filter(
          (job) => job?.id !== undefined && !(state === 'queued' && job.repeatJobKey !== undefined && job.delay > 0),
        )
        .map((job) => toJob(job, state))
    );
  }

  /** What cannot be asked for at once is refused, as by a connection that has gone. */
  async #get(kind: JobKind): Promise<Queue> {
    if (!this.#queues && !(await isInTime(this.#opened.promise, OPEN_LIMIT_MS)))
      throw new Error('Connection is closed: Redis has not been there since the start.');
    const queue = this.#queues?.get(kind);
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

async function closeAll(queues: Queues | undefined): Promise<void> {
  await Promise.all([...(queues?.values() ?? [])].map((queue) => queue.close()));
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
