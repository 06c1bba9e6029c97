import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { JobId } from '#models/ids.ts';
import type { Job, JobHandler, JobHandlers, JobOrder, JobState } from '#models/job.ts';
import type { JobQueue } from '#repositories/job-queue.ts';
import { eventually } from '#test/support/eventually.ts';

/** Several servers on one empty store of jobs. */
export interface JobStore {
  /** Another server; the caller closes it. */
  open(server: string): Promise<JobQueue>;
  /** Arguments for `job-process.ts`, a server that can be killed. */
  processArguments: readonly string[];
  close(): Promise<void>;
}

export interface JobQueueContract {
  openStore(): Promise<JobStore>;
  /** Short, so that lost jobs come back soon. */
  lockMs: number;
}

/** Of clean-up the second try waits a minute; artwork's waits ten seconds: backoff is seen, not waited for. */
const order = (id: string, more: Partial<JobOrder<'artwork'>> = {}): JobOrder<'artwork'> => ({
  id: id as JobId,
  kind: 'artwork',
  payload: null,
  ...more,
});

const idle: JobHandlers = {
  scan: async () => undefined,
  artwork: async () => undefined,
  analysis: async () => undefined,
  'clean-up': async () => undefined,
};
const handle = (artwork: JobHandler<'artwork'>): JobHandlers => ({ ...idle, artwork });

/** Until a job, as this server tells about it, is as wanted. */
function seen(queue: JobQueue, id: string, state: JobState): Promise<Job> {
  return new Promise((resolve) => {
    const stop = queue.observe((job) => {
      if (job.id !== id || job.state !== state) return;
      stop();
      resolve(job);
    });
  });
}

/** Until an abort is noticed, as a well-behaved handler does. */
const untilInterrupted: JobHandler<'artwork'> = ({ signal }) =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason as Error);
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });

export function describeJobQueue({ openStore, lockMs }: JobQueueContract): void {
  const withQueue = async (work: (queue: JobQueue, store: JobStore) => Promise<void>): Promise<void> => {
    const store = await openStore();
    const queue = await store.open('one');
    try {
      await work(queue, store);
    } finally {
      await queue.close();
      await store.close();
    }
  };
  const test = (title: string, work: (queue: JobQueue, store: JobStore) => Promise<void>) =>
    it(title, { timeout: 60_000 }, () => withQueue(work));

  describe('jobs', () => {
    test('run, and are kept with who ran them and when', async (queue) => {
      const done = seen(queue, 'a', 'completed');
      const queued = await queue.enqueue(order('a'));
      assert.equal(queued.state, 'queued');
      assert.equal(queued.dueAtMs, queued.queuedAtMs);
      queue.work(idle);
      await done;
      const job = await queue.findJob('a' as JobId);
      assert.deepEqual([job?.state, job?.server, job?.tries, job?.error], ['completed', 'one', 1, null]);
      assert.ok((job?.endedAtMs ?? 0) >= (job?.startedAtMs ?? 0) && (job?.startedAtMs ?? 0) >= (job?.queuedAtMs ?? 0));
      assert.deepEqual(
        (await queue.listJobs({ states: ['completed'] }, 10)).map(({ id }) => id),
        ['a'],
      );
      assert.equal(await queue.findJob('nobody' as JobId), undefined);
    });

    test('are queued once while one with their key waits, and again once it has begun', async (queue) => {
      const key = { dedupeKey: 'covers' };
      assert.equal((await queue.enqueue(order('a', key))).id, 'a');
      assert.equal((await queue.enqueue(order('b', key))).id, 'a');
      assert.equal((await queue.findWaitingJob('artwork', 'covers'))?.id, 'a');
      const running = seen(queue, 'a', 'running');
      const gate = Promise.withResolvers<void>();
      queue.work(handle(() => gate.promise));
      await running;
      assert.equal(await queue.findWaitingJob('artwork', 'covers'), undefined);
      assert.equal((await queue.enqueue(order('c', key))).id, 'c');
      const done = seen(queue, 'c', 'completed');
      gate.resolve();
      await done;
    });

    test('run by priority, and within one in the order of their coming', async (queue) => {
      const ran: string[] = [];
      await queue.enqueue(order('late', { priority: 'background' }));
      await queue.enqueue(order('second'));
      await queue.enqueue(order('third'));
      await queue.enqueue(order('first', { priority: 'urgent' }));
      assert.deepEqual(
        (await queue.listJobs({ states: ['queued'], kind: 'artwork' }, 10)).map(({ priority }) => priority).toSorted(),
        ['background', 'normal', 'normal', 'urgent'],
      );
      const done = seen(queue, 'late', 'completed');
      queue.work(handle(async ({ job }) => void ran.push(job.id)));
      await done;
      assert.deepEqual(ran, ['first', 'second', 'third', 'late']);
    });

    test('of one kind run one at a time over all servers', async (queue, store) => {
      const other = await store.open('two');
      let [running, most] = [0, 0];
      const handlers = handle(async () => {
        most = Math.max(most, ++running);
        await new Promise((resolve) => setImmediate(resolve));
        running--;
      });
      const ids = Array.from({ length: 20 }, (_, index) => `j${index}`);
      const servers = [queue, other];
      const ended = ids.map((id) => Promise.race(servers.map((server) => seen(server, id, 'completed'))));
      for (const server of servers) server.work(handlers);
      await Promise.all(ids.map((id, index) => servers[index % 2]?.enqueue(order(id))));
      await Promise.all(ended);
      await other.close();
      assert.equal(most, 1);
    });

    test('tell how far they are, on every server', async (queue, store) => {
      const other = await store.open('two');
      const gate = Promise.withResolvers<void>();
      queue.work(
        handle(async ({ report }) => {
          report({ done: 3, total: 9 });
          await gate.promise;
        }),
      );
      await queue.enqueue(order('a'));
      await eventually('the other sees it', async () => (await other.findJob('a' as JobId))?.progress?.done === 3);
      assert.deepEqual((await other.findJob('a' as JobId))?.progress, { done: 3, total: 9 });
      gate.resolve();
      await other.close();
    });

    test('that wait change what they are told until they begin', async (queue) => {
      const scan = await queue.enqueue({ id: 's' as JobId, kind: 'scan', payload: { task: 'ask' } });
      const payload = { task: 'forget', libraryId: 'l' as never } as const;
      assert.equal(await queue.updatePayload(scan, payload), true);
      const done = seen(queue, 's', 'completed');
      const told: unknown[] = [];
      queue.work({ ...idle, scan: async ({ job }) => void told.push(job.payload) });
      await done;
      assert.deepEqual(told, [payload]);
      assert.equal(await queue.updatePayload(scan, payload), false);
    });

    test('are cancelled while they wait', async (queue) => {
      await queue.enqueue(order('a', { dedupeKey: 'k' }));
      assert.equal((await queue.cancelJob('a' as JobId))?.state, 'cancelled');
      assert.equal((await queue.enqueue(order('b', { dedupeKey: 'k' }))).id, 'b');
      assert.equal(await queue.cancelJob('nobody' as JobId), undefined);
    });

    test('are cancelled on whichever server they run', async (queue, store) => {
      const other = await store.open('two');
      queue.work(handle(untilInterrupted));
      const running = seen(queue, 'a', 'running');
      await queue.enqueue(order('a'));
      await running;
      const ended = seen(queue, 'a', 'cancelled');
      assert.equal((await other.cancelJob('a' as JobId))?.state, 'running');
      await ended;
      assert.equal((await other.findJob('a' as JobId))?.state, 'cancelled');
      await other.close();
    });

    test('that fail wait for their next try, longer each time', async (queue) => {
      queue.work(
        handle(async () => {
          throw new Error('no luck');
        }),
      );
      const failed = seen(queue, 'a', 'queued').then(() => seen(queue, 'a', 'queued'));
      await queue.enqueue(order('a'));
      await failed;
      const job = await queue.findJob('a' as JobId);
      assert.deepEqual([job?.state, job?.tries, job?.error], ['queued', 1, 'no luck']);
      const waitMs = (job?.dueAtMs ?? 0) - (job?.startedAtMs ?? 0);
      assert.ok(waitMs >= 9_000 && waitMs < 20_000, `${waitMs} ms`);
    });
  });

  describe('jobs that are lost or given up', () => {
    test('of a server that was killed are taken by another, until they are given up', async (queue, store) => {
      await queue.enqueue(order('a'));
      for (let kill = 1; kill <= 4; kill++) await runAndKill(store);
      const done = seen(queue, 'a', 'completed');
      queue.work(idle);
      const job = await done;
      assert.equal(job.tries, 5);
    });

    test('stay as dead letters after their last try, and can be queued again or removed', async (queue, store) => {
      await queue.enqueue(order('a'));
      for (let kill = 1; kill <= 5; kill++) await runAndKill(store);
      const given = seen(queue, 'a', 'failed');
      const worker = queue.work(idle);
      await Promise.race([
        given,
        eventually('it has failed', async () => (await queue.findJob('a' as JobId))?.state === 'failed'),
      ]);
      const [dead] = await queue.listJobs({ states: ['failed'] }, 10);
      assert.equal(dead?.id, 'a');
      assert.ok(dead.error);
      await worker.stop();
      assert.equal((await queue.retryJob('a' as JobId))?.state, 'queued');
      assert.equal(await queue.deleteJob('a' as JobId), false);
      assert.equal(await queue.retryJob('a' as JobId), undefined);
      const done = seen(queue, 'a', 'completed');
      queue.work(idle);
      await done;
      assert.equal(await queue.deleteJob('a' as JobId), true);
      assert.equal(await queue.findJob('a' as JobId), undefined);
    });

    test('are given back by a server that stops, without counting as a try', async (queue, store) => {
      const worker = queue.work(handle(untilInterrupted));
      const running = seen(queue, 'a', 'running');
      await queue.enqueue(order('a'));
      await running;
      await worker.stop();
      assert.equal((await queue.findJob('a' as JobId))?.state, 'queued');
      const other = await store.open('two');
      const done = seen(other, 'a', 'completed');
      other.work(idle);
      assert.deepEqual([(await done).tries, (await done).server], [1, 'two']);
      await other.close();
    });

    /** Starts a server whose handler never ends, and kills it once it runs the job. */
    async function runAndKill(store: JobStore): Promise<void> {
      const program = fileURLToPath(new URL('./job-process.ts', import.meta.url));
      const child = spawn(process.execPath, [program, String(lockMs), ...store.processArguments], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      await new Promise<void>((resolve, reject) => {
        child.stdout.on('data', (chunk: Buffer) => String(chunk).includes('running') && resolve());
        child.once('exit', () => reject(new Error('The server ended before it ran the job')));
      });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGKILL');
      await ended;
    }
  });

  describe('schedules', () => {
    test('queue their job again and again, once over all servers', async (queue, store) => {
      const other = await store.open('two');
      const schedule = { name: 'often', kind: 'clean-up', payload: null, everyMs: 1_000 } as const;
      const startedAtMs: number[] = [];
      const third = Promise.withResolvers<void>();
      for (const server of [queue, other]) {
        await server.saveSchedule(schedule);
        server.work({
          ...idle,
          'clean-up': async ({ job }) => {
            startedAtMs.push(job.startedAtMs ?? 0);
            if (startedAtMs.length === 3) third.resolve();
          },
        });
      }
      assert.deepEqual(
        (await other.listSchedules()).map(({ name, kind, everyMs }) => [name, kind, everyMs]),
        [['often', 'clean-up', 1_000]],
      );
      await third.promise;
      const turns = startedAtMs.slice(0, 3).map((at) => Math.round(at / 100));
      assert.equal(new Set(turns).size, 3, `ran at ${turns.join(', ')}`);
      assert.ok((turns[2] ?? 0) - (turns[0] ?? 0) >= 15, `ran at ${turns.join(', ')}`);
      await queue.deleteSchedule('often', 'clean-up');
      assert.deepEqual(await other.listSchedules(), []);
      await other.close();
    });

    test('keep their next run when a server says the same again', async (queue) => {
      const schedule = { name: 'daily', kind: 'clean-up', payload: null, everyMs: 86_400_000 } as const;
      await queue.saveSchedule(schedule);
      const [first] = await queue.listSchedules();
      await queue.saveSchedule(schedule);
      assert.deepEqual(await queue.listSchedules(), [first]);
      await queue.saveSchedule({ ...schedule, everyMs: 3_600_000 });
      const [changed] = await queue.listSchedules();
      assert.equal(changed?.everyMs, 3_600_000);
      assert.ok((changed?.nextRunAtMs ?? 0) < (first?.nextRunAtMs ?? 0));
      assert.deepEqual(await queue.listJobs({ states: ['queued'] }, 10), []);
    });
  });
}
