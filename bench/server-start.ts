import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connectSqliteStore } from '../apps/server/src/repositories/sqlite/connect-sqlite-store.ts';
import { seedCatalogue } from '../tools/seed.ts';
import { findFreePort } from '../tools/services/service-process.ts';
import { printSpread, printVerdict, spreadOf } from './measure.ts';

/** From starting the process to the first 200 of /ready with 100,000 tracks, and the memory that it holds when idle. */
const TRACKS = 100_000;
const STARTS = 7;
const IDLE_MS = 5_000;
const LIMIT_S = 1;
const LIMIT_MB = 200;

const main = join(import.meta.dirname, '../apps/server/src/main.mjs');

async function fill(directory: string): Promise<void> {
  const store = await connectSqliteStore({ directory });
  await seedCatalogue(store.repositories, { tracks: TRACKS, albums: TRACKS / 10, artists: TRACKS / 20 });
  await store.close();
}

async function startOnce(directory: string): Promise<{ child: ChildProcess; milliseconds: number }> {
  const port = await findFreePort();
  const start = performance.now();
  // As `npm start` and everything in deploy/ start it.
  const args = [
    '--max-semi-space-size=4',
    main,
    '--data',
    directory,
    '--host',
    '127.0.0.1',
    '--port',
    String(port),
    '--log-level',
    'warn',
  ];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  for (;;) {
    const response = await fetch(`http://127.0.0.1:${port}/ready`).catch(() => undefined);
    if (response?.status === 200) return { child, milliseconds: performance.now() - start };
    await sleep(2);
  }
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM');
  await once(child, 'close');
}

async function readResidentMb({ pid }: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) / 1024;
}

const directory = await mkdtemp(join(tmpdir(), 'jetstream-start-'));
try {
  await fill(directory);
  // The first start compiles everything, as that of a new version does: it is told apart. Its first scan may end.
  const first = await startOnce(directory);
  console.log(`first start: ${first.milliseconds.toFixed(0)} ms`);
  await sleep(IDLE_MS);
  await stop(first.child);
  const { child } = await startOnce(directory);
  await sleep(IDLE_MS);
  const residentMb = await readResidentMb(child);
  await stop(child);
  const times: number[] = [];
  for (let count = 0; count < STARTS; count++) {
    const started = await startOnce(directory);
    times.push(started.milliseconds);
    await stop(started.child);
  }
  printSpread('ready', times);
  const seconds = spreadOf(times).p50 / 1000;
  printVerdict('seconds until ready with 100,000 tracks, median', seconds, LIMIT_S, seconds < LIMIT_S);
  printVerdict('MB resident after five idle seconds', residentMb, LIMIT_MB, residentMb < LIMIT_MB);
} finally {
  await rm(directory, { recursive: true, force: true });
}
