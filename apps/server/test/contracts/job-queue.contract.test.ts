import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from 'node:test';
import { connectTestRedis, createTestPrefix, describeRedis, TEST_REDIS_URL } from '#test/support/test-redis.ts';
import { describeJobQueue } from './job-queue-contract.ts';
import { openBullmqJobs, openSqliteJobs } from './job-stores.ts';

const LOCK_MS = 600;

describe('on embedded SQLite', () => {
  describeJobQueue({
    lockMs: LOCK_MS,
    async openStore() {
      const directory = await mkdtemp(join(tmpdir(), 'jetstream-jobs-'));
      return {
        open: (server) => openSqliteJobs(directory, server, LOCK_MS),
        processArguments: ['sqlite', directory],
        close: () => rm(directory, { recursive: true }),
      };
    },
  });
});

describeRedis('on Redis by BullMQ', () => {
  describeJobQueue({
    lockMs: LOCK_MS,
    async openStore() {
      const prefix = createTestPrefix();
      return {
        open: async (server) => openBullmqJobs(TEST_REDIS_URL, prefix, server, LOCK_MS),
        processArguments: ['bullmq', TEST_REDIS_URL, prefix],
        // Its end takes the keys away.
        close: async () => (await connectTestRedis(prefix)).close(),
      };
    },
  });
});
