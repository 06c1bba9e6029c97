import type { ServerStores } from '#config/config.ts';
import { BullmqJobQueue } from '#repositories/bullmq/bullmq-job-queue.ts';
import { guard, type StoreGuard } from '#repositories/guard-store.ts';
import type { JobQueue } from '#repositories/job-queue.ts';
import { keyLifetimesMs } from '#repositories/redis/keys.ts';
import { RedisLeaseRepository } from '#repositories/redis/redis-lease-repository.ts';
import type { DataPlaneOptions } from './data-plane.ts';
import type { JobParts } from './open-embedded-jobs.ts';
import type { RedisParts } from './open-redis.ts';

/** A list is a dozen calls of Redis. */
const LIST_TIMEOUT_MS = 3_000;

/** Jobs on the servers' Redis, on connections of their own, since their workers wait on them. */
export function openServerJobs(
  { redisUrl }: Pick<ServerStores, 'redisUrl'>,
  { connection, storeGuard }: Pick<RedisParts, 'connection' | 'storeGuard'>,
  { config, clock, logger }: Pick<DataPlaneOptions, 'config' | 'clock' | 'logger'>,
): JobParts & { opened: Promise<void> } {
  const { keys } = connection;
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
    jobs: guardJobs(queue, storeGuard),
    opened: queue.waitUntilOpen(),
    leases: guard(new RedisLeaseRepository(connection), storeGuard, {}, 'store of leases'),
  };
}

/** What answers at once stays outside: a guard makes promises of everything. */
export function guardJobs(queue: JobQueue, storeGuard: StoreGuard): JobQueue {
  const guarded = guard(
    queue,
    storeGuard,
    {
      findJob: LIST_TIMEOUT_MS,
      listJobs: LIST_TIMEOUT_MS,
      listSchedules: LIST_TIMEOUT_MS,
    },
    'job queue',
  );
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
