import type { ServerStores } from '#config/config.ts';
import { BullmqJobQueue } from '#repositories/bullmq/bullmq-job-queue.ts';
import { guard, type StoreGuard } from '#repositories/guard-store.ts';
import type { JobQueue } from '#repositories/job-queue.ts';
import type { RedisConnection } from '#repositories/redis/connect-redis.ts';
import { keyLifetimesMs } from '#repositories/redis/keys.ts';
import { RedisLeaseRepository } from '#repositories/redis/redis-lease-repository.ts';
import type { DataPlaneOptions } from './data-plane.ts';
import type { JobParts } from './open-embedded-jobs.ts';
import { openStoreGuard } from './open-store-guard.ts';

/** A list is a dozen calls of Redis. */
const TIMEOUT_MS = 3_000;

/** Jobs on the servers' Redis, on connections of their own, since their workers wait on them. */
export function openServerJobs(
  { redisUrl }: Pick<ServerStores, 'redisUrl'>,
  { client, keys, ...connection }: RedisConnection,
  options: Pick<DataPlaneOptions, 'config' | 'clock' | 'logger' | 'metrics'>,
): JobParts {
  const { config, clock, logger } = options;
  const calls = openStoreGuard({ name: 'redis', timeoutMs: TIMEOUT_MS }, options);
  const queue = new BullmqJobQueue({
    redisUrl: redisUrl.reveal(),
    prefix: keys.jobs,
    toCancelKey: (id) => keys.cancelledJob(id),
    cancelLifetimeMs: keyLifetimesMs.cancelledJob,
    server: config.instanceId,
    nowMs: () => clock.nowMs(),
    logger,
  });
  return {
    jobs: guardJobs(queue, calls),
    leases: guard(new RedisLeaseRepository({ client, keys, ...connection }), calls),
  };
}

/** What answers at once stays outside: a guard makes promises of everything. */
export function guardJobs(queue: JobQueue, calls: StoreGuard): JobQueue {
  const guarded = guard(queue, calls);
  return {
    enqueue: guarded.enqueue,
    findJob: guarded.findJob,
    findWaitingJob: guarded.findWaitingJob,
    listJobs: guarded.listJobs,
    updatePayload: guarded.updatePayload,
    cancelJob: guarded.cancelJob,
    retryJob: guarded.retryJob,
    deleteJob: guarded.deleteJob,
    saveSchedule: guarded.saveSchedule,
    deleteSchedule: guarded.deleteSchedule,
    listSchedules: guarded.listSchedules,
    work: (handlers) => queue.work(handlers),
    observe: (listener) => queue.observe(listener),
    close: () => queue.close(),
  };
}
