import { RandomIdSource } from '#gateways/random-id-source.ts';
import { BullmqJobQueue } from '#repositories/bullmq/bullmq-job-queue.ts';
import { createRedisKeys, keyLifetimesMs } from '#repositories/redis/keys.ts';
import type { JobQueue } from '#repositories/job-queue.ts';
import { connectSqliteStore } from '#repositories/sqlite/connect-sqlite-store.ts';
import { SqliteJobQueue } from '#repositories/sqlite/sqlite-job-queue.ts';

/** What a failing store would fill the log of a test with. */
const quiet = { info: () => undefined, warn: () => undefined };

export async function openSqliteJobs(directory: string, server: string, lockMs: number): Promise<JobQueue> {
  const store = await connectSqliteStore({ directory });
  const idSource = new RandomIdSource();
  const queue = new SqliteJobQueue({
    jobs: store.jobs,
    server,
    createToken: () => idSource.createId(),
    nowMs: () => Date.now(),
    onError: (error) => {
      throw error;
    },
    lockMs,
  });
  const close = queue.close.bind(queue);
  queue.close = async () => {
    await close();
    await store.close();
  };
  return queue;
}

export function openBullmqJobs(redisUrl: string, prefix: string, server: string, lockMs: number): JobQueue {
  const keys = createRedisKeys(prefix);
  return new BullmqJobQueue({
    redisUrl,
    prefix: keys.jobs,
    toCancelKey: (id) => keys.cancelledJob(id),
    cancelLifetimeMs: keyLifetimesMs.cancelledJob,
    server,
    lockMs,
    nowMs: () => Date.now(),
    logger: quiet,
  });
}
