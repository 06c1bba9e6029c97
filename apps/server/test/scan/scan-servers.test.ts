import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { describe, it, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { DiskMediaFiles } from '#gateways/media-files/disk-media-files.ts';
import type { JobQueue } from '#repositories/job-queue.ts';
import { EventBus } from '#services/events.ts';
import { ScanService } from '#services/scan-service.ts';
import { openBullmqJobs, openSqliteJobs } from '#test/contracts/job-stores.ts';
import { eventually } from '#test/support/eventually.ts';
import { createTestPrefix, describeRedis, TEST_REDIS_URL } from '#test/support/test-redis.ts';
import { buildMp3 } from './build-audio.ts';
import { CountingIdSource, openScanHarness, type ScanHarness } from './scan-harness.ts';

const LOCK_MS = 600;
const MANY = 400;

interface Server {
  scans: ScanService;
  jobs: JobQueue;
  mediaFiles: DiskMediaFiles;
}
type OpenJobs = (harness: ScanHarness, server: string) => Promise<JobQueue>;

/** A scanner of its own on the catalogue that all servers share. */
async function openServer(t: TestContext, harness: ScanHarness, name: string, openJobs: OpenJobs): Promise<Server> {
  const jobs = await openJobs(harness, name);
  const mediaFiles = new DiskMediaFiles({ workers: 1 });
  const scans = new ScanService({
    repositories: harness.store.repositories,
    mediaFiles,
    jobs,
    events: new EventBus((error) => assert.fail(String(error))),
    clock: { nowMs: () => Date.now() },
    idSource: new CountingIdSource(name === 'one' ? 1_000 : 2_000),
    getCatalogueVersion: () => harness.store.getCatalogueVersion(),
  });
  t.after(async () => {
    await jobs.close();
    await mediaFiles.close();
  });
  return { scans, jobs, mediaFiles };
}

function work({ jobs, scans }: Server) {
  const unplanned = () => Promise.reject(new Error('not planned'));
  return jobs.work({
    scan: (run) => scans.runJob(run),
    artwork: unplanned,
    analysis: unplanned,
    'clean-up': unplanned,
  });
}

/** Reading does not come back before the scan is interrupted. */
function holdReading({ mediaFiles }: Server): Promise<void> {
  const reached = Promise.withResolvers<void>();
  mediaFiles.readFolders = async (_root, _folders, signal) => {
    reached.resolve();
    return await new Promise((_resolve, reject) =>
      signal.addEventListener('abort', () => reject(signal.reason as Error)),
    );
  };
  return reached.promise;
}

function describeServers(openJobs: OpenJobs, toArguments: (harness: ScanHarness) => readonly string[]): void {
  const open = async (t: TestContext, files: number) => {
    const harness = await openScanHarness(t);
    for (let at = 0; at < files; at++)
      await harness.write(`Album ${at % 20}/${at}.mp3`, buildMp3({ seed: at, tags: { TIT2: `T${at}` } }));
    const [one, two] = [await openServer(t, harness, 'one', openJobs), await openServer(t, harness, 'two', openJobs)];
    return { harness, one, two };
  };

  it('show and cancel a scan that another runs, and do not take it for lost', async (t) => {
    const { one, two } = await open(t, 3);
    const held = holdReading(one);
    work(one);
    const { id } = await two.scans.startScan({});
    await held;
    await two.scans.takeUpLost();
    assert.equal((await two.scans.listScans({ limit: 5 })).total, 1);
    assert.equal((await two.scans.cancelScan(id)).state, 'cancelled');
    await assert.rejects(one.scans.cancelScan(id), { code: 'conflict' });
  });

  it('go on with the scan of one that stops', async (t) => {
    const { harness, one, two } = await open(t, 30);
    const held = holdReading(one);
    const worker = work(one);
    const { id } = await one.scans.startScan({});
    await held;
    await worker.stop();
    assert.equal((await two.scans.getScan(id)).state, 'queued');
    work(two);
    await eventually('the scan is completed', async () => (await one.scans.getScan(id)).state === 'completed');
    assert.equal((await harness.listTracks()).length, 30);
  });

  it('take up the scan of one that was killed, once its lock has run out', async (t) => {
    const { harness, two } = await open(t, MANY);
    const program = fileURLToPath(new URL('./scan-server-process.ts', import.meta.url));
    const child = spawn(
      process.execPath,
      [program, harness.store.directory, String(LOCK_MS), ...toArguments(harness)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    t.after(() => child.kill('SIGKILL'));
    const { id } = await two.scans.startScan({});
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk: Buffer) => String(chunk).includes('and on') && resolve());
    });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
    assert.ok((await harness.listTracks()).length < MANY, 'it was killed in the middle');
    work(two);
    await eventually('the scan is completed', async () => (await two.scans.getScan(id)).state === 'completed');
    const { total } = await harness.store.repositories.tracks.listTracks({ sort: 'title', order: 'asc' }, { limit: 1 });
    assert.equal(total, MANY);
    // The scan is told as completed by its own last step; the queue learns of it when that has returned.
    const completed = () => two.jobs.listJobs({ states: ['completed'], kind: 'scan' }, 1);
    await eventually('the job is completed', async () => (await completed()).length > 0);
    const [job] = await completed();
    assert.deepEqual([job?.id, job?.server, job?.tries], [id, 'two', 2]);
  });
}

describe('servers that share their jobs on SQLite', () => {
  describeServers(
    ({ store }, server) => openSqliteJobs(store.directory, server, LOCK_MS),
    ({ store }) => ['sqlite', store.directory],
  );
});

describeRedis('servers that share their jobs on Redis', () => {
  const prefixes = new WeakMap<ScanHarness, string>();
  const prefixOf = (harness: ScanHarness): string => {
    const prefix = prefixes.get(harness) ?? createTestPrefix();
    prefixes.set(harness, prefix);
    return prefix;
  };
  describeServers(
    async (harness, server) => openBullmqJobs(TEST_REDIS_URL, prefixOf(harness), server, LOCK_MS),
    (harness) => ['bullmq', TEST_REDIS_URL, prefixOf(harness)],
  );
});
