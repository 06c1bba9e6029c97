import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { DomainError } from '#models/errors.ts';
import type { JobId } from '#models/ids.ts';
import type { JobHandlers } from '#models/job.ts';
import { createStoreGuard } from '#repositories/guard-store.ts';
import type { JobQueue } from '#repositories/job-queue.ts';
import { guardJobs } from '#server/compose/open-server-jobs.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestPrefix, silentLogger } from '#test/support/test-redis.ts';
import { findFreePort } from '../../../../tools/services/service-process.ts';
import { findRedis, startRedis, type DatabaseService } from '../../../../tools/services/redis.ts';
import { openBullmqJobs } from './job-stores.ts';

const skip = findRedis() === undefined && 'redis-server is not installed';
const LOCK_MS = 1_500;
const SENDERS = 4;
const AWAY_MS = 1_000;

interface Counts {
  sent: number;
  acknowledged: Set<string>;
  refused: number;
}

/** Queues jobs without pause until it is told to stop; a refusal is followed by a breath, as a client's would be. */
function keepQueueing(jobs: JobQueue, counts: Counts) {
  const end = new AbortController();
  const senders = Array.from({ length: SENDERS }, async () => {
    while (!end.signal.aborted) {
      const id = `job-${counts.sent++}` as JobId;
      try {
        await jobs.enqueue({ id, kind: 'clean-up', payload: null });
        counts.acknowledged.add(id);
        await wait(2);
      } catch (error) {
        assert.ok(error instanceof DomainError && error.code === 'unavailable', String(error));
        assert.ok((error.retryAfterSeconds ?? 0) > 0);
        counts.refused++;
        await wait(20);
      }
    }
  });
  return async () => {
    end.abort();
    await Promise.all(senders);
  };
}

describe('jobs while Redis is killed and started again', { skip }, () => {
  it('are refused meanwhile; each that was acknowledged runs, and the servers recover by themselves', async (t) => {
    const directory = await mkdtemp(join(tmpdir(), 'jetstream-jobs-'));
    const port = await findFreePort();
    let redis: DatabaseService = await startRedis({ directory, port });
    const prefix = createTestPrefix();
    const servers = ['one', 'two'].map((name) => {
      const storeGuard = createStoreGuard({ name: 'redis', timeoutMs: 1_000, logger: silentLogger, retryAfterMs: 200 });
      return guardJobs(openBullmqJobs(redis.url, prefix, name, LOCK_MS), storeGuard);
    });
    t.after(async () => {
      for (const server of servers) await server.close();
      await redis.stop();
      await rm(directory, { recursive: true });
    });
    const ran = new Map<string, number>();
    const handlers: JobHandlers = {
      scan: async () => undefined,
      artwork: async () => undefined,
      analysis: async () => undefined,
      'clean-up': async ({ job }) => void ran.set(job.id, (ran.get(job.id) ?? 0) + 1),
    };
    for (const server of servers) server.work(handlers);
    const counts: Counts = { sent: 0, acknowledged: new Set(), refused: 0 };
    const [one] = servers;
    assert.ok(one);
    const stop = keepQueueing(one, counts);
    await eventually('many jobs are queued', () => counts.acknowledged.size > 200);
    await redis.stop('SIGKILL');
    await eventually('jobs are refused', () => counts.refused > 0);
    await wait(AWAY_MS);
    redis = await startRedis({ directory, port });
    const before = counts.acknowledged.size;
    await eventually('jobs are queued again', () => counts.acknowledged.size > before + 100);
    await stop();
    const isMissing = (id: string) => !ran.has(id);
    await eventually('all that was acknowledged has run', () => ![...counts.acknowledged].some(isMissing));
    const twice = [...ran.values()].filter((times) => times > 1).length;
    t.diagnostic(
      `sent ${counts.sent}, acknowledged ${counts.acknowledged.size}, refused ${counts.refused}; run ${ran.size}, more than once ${twice}`,
    );
  });
});

describe('a server that stops while Redis is away', { skip, timeout: 180_000 }, () => {
  const takeAway: Record<string, (redis: DatabaseService) => unknown> = {
    'was killed': (redis) => redis.stop('SIGKILL'),
    hangs: ({ pid }) => process.kill(pid, 'SIGSTOP'),
  };
  for (const [what, take] of Object.entries(takeAway))
    it(`waits for its jobs, not for a Redis that ${what}`, async (t) => {
      const directory = await mkdtemp(join(tmpdir(), 'jetstream-jobs-'));
      const redis = await startRedis({ directory });
      t.after(async () => {
        await redis.stop('SIGKILL');
        await rm(directory, { recursive: true });
      });
      const jobs = openBullmqJobs(redis.url, createTestPrefix(), 'one', LOCK_MS);
      let [hasBegun, hasEnded] = [false, false];
      jobs.work({
        scan: async () => undefined,
        artwork: async () => undefined,
        analysis: async () => undefined,
        async 'clean-up'({ signal }) {
          hasBegun = true;
          await once(signal, 'abort');
          await wait(100);
          hasEnded = true;
        },
      });
      await jobs.enqueue({ id: 'long' as JobId, kind: 'clean-up', payload: null });
      await eventually('the job runs', () => hasBegun);
      await take(redis);
      await jobs.close();
      assert.equal(hasEnded, true);
    });
});
