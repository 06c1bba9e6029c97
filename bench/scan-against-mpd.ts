import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { enableCompileCache } from 'node:module';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { DiskMediaFiles } from '../apps/server/src/gateways/media-files/disk-media-files.ts';
import { RandomIdSource } from '../apps/server/src/gateways/random-id-source.ts';
import type { LibraryId } from '../apps/server/src/models/ids.ts';
import { createLogger } from '../apps/server/src/observability/logger.ts';
import { openEmbeddedJobs } from '../apps/server/src/compose/open-embedded-jobs.ts';
import { connectSqliteStore } from '../apps/server/src/repositories/sqlite/connect-sqlite-store.ts';
import { EventBus } from '../apps/server/src/services/events.ts';
import { ScanService } from '../apps/server/src/services/scan-service.ts';
import { printSpread, printVerdict, spreadOf } from './measure.ts';

/**
 * Scans one library with JetStream and with MPD in turn: a first scan into an empty database, then scans that find nothing
 * changed. Both are running when the clock starts, both have the files in the page cache, and both are timed from the
 * command to the end of the scan. Nothing is dropped.
 */
const RUNS = Number(process.env['JETSTREAM_BENCH_RUNS'] ?? 5);
const UNCHANGED_RUNS = 5;
const FILES = 2_000;
const SECONDS = 30;

interface Times {
  first: number[];
  unchanged: number[];
}

const mpdTimes: Times = { first: [], unchanged: [] };
const jetStreamTimes: Times = { first: [], unchanged: [] };
const coldTimes: number[] = [];
const loopDelaysMs: number[] = [];

const work = await mkdtemp(join(tmpdir(), 'jetstream-bench-'));

function report(): void {
  printSpread('MPD, first scan', mpdTimes.first);
  printSpread('JetStream, first scan', jetStreamTimes.first);
  printSpread('JetStream, its very first (workers and code not loaded)', coldTimes);
  printSpread('MPD, nothing changed', mpdTimes.unchanged);
  printSpread('JetStream, nothing changed', jetStreamTimes.unchanged);
  printSpread('JetStream, event loop delay while scanning (p99 of each run)', loopDelaysMs);
  const speed = spreadOf(mpdTimes.first).p50 / spreadOf(jetStreamTimes.first).p50;
  const rescanSpeed = spreadOf(mpdTimes.unchanged).p50 / spreadOf(jetStreamTimes.unchanged).p50;
  printVerdict('first scan, times the speed of MPD', speed, 2, speed >= 2);
  printVerdict('scan without changes, times the speed of MPD', rescanSpeed, 1, rescanSpeed >= 1);
  const delay = Math.max(...loopDelaysMs);
  printVerdict('event loop delay while scanning, p99 in ms', delay, 20, delay < 20);
}

/** The library that the environment names, or one that the maker of test libraries makes. */
async function findLibrary(): Promise<string> {
  const given = process.env['JETSTREAM_BENCH_LIBRARY'];
  if (given !== undefined && given !== '') return given;
  const maker = fileURLToPath(new URL('../../shared/tools/make-library.sh', import.meta.url));
  if (!existsSync(maker)) throw new Error('Name a folder of music in JETSTREAM_BENCH_LIBRARY.');
  const library = join(work, 'library');
  execFileSync(maker, [library, String(FILES), String(SECONDS)], { stdio: ['ignore', 'ignore', 'inherit'] });
  return library;
}

async function warmPageCache(library: string): Promise<number> {
  let files = 0;
  for (const entry of await readdir(library, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    await readFile(join(entry.parentPath, entry.name));
    if (!/\.(?:jpe?g|png)$/i.test(entry.name)) files++;
  }
  return files;
}

async function runJetStream(path: string, directory: string, mediaFiles: DiskMediaFiles): Promise<void> {
  const store = await connectSqliteStore({ directory });
  const clock = { nowMs: () => Date.now() };
  const logger = createLogger({ level: 'warn', format: 'text', write: (line) => process.stderr.write(line) });
  const { jobs } = openEmbeddedJobs(store, { config: { instanceId: 'bench' }, logger, clock });
  const scans = new ScanService({
    repositories: store.repositories,
    mediaFiles,
    jobs,
    events: new EventBus((error) => console.error(error)),
    clock,
    idSource: new RandomIdSource(),
    getCatalogueVersion: () => store.getCatalogueVersion(),
  });
  const unplanned = () => Promise.reject(new Error('not planned'));
  jobs.work({ scan: (run) => scans.runJob(run), artwork: unplanned, analysis: unplanned, 'clean-up': unplanned });
  const id = 'library' as LibraryId;
  const library = { id, name: 'Bench', path, isManaged: false, addedAtMs: 0, lastScannedAtMs: null, removedAtMs: null };
  await store.repositories.libraries.saveLibrary(library);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const isCold = coldTimes.length === 0;
  const firstMs = await timeScan(scans);
  if (isCold) coldTimes.push(firstMs);
  jetStreamTimes.first.push(firstMs);
  // Measuring the delay wakes this thread a thousand times a second.
  delay.disable();
  loopDelaysMs.push(delay.percentile(99) / 1e6);
  for (let run = 0; run < UNCHANGED_RUNS; run++) jetStreamTimes.unchanged.push(await timeScan(scans));
  await jobs.close();
  await store.close();
}

async function timeScan(scans: ScanService): Promise<number> {
  const start = performance.now();
  const { id } = await scans.startScan({});
  await scans.whenIdle();
  const elapsedMs = performance.now() - start;
  const scan = await scans.getScan(id);
  if (scan.state !== 'completed' || scan.filesFailed > 0) throw new Error(`The scan ended as ${JSON.stringify(scan)}`);
  return elapsedMs;
}

async function runMpd(library: string, directory: string, times: Times): Promise<void> {
  const mpd = await startMpd(library, directory);
  try {
    times.first.push(await mpd.timeUpdate());
    for (let run = 0; run < UNCHANGED_RUNS; run++) times.unchanged.push(await mpd.timeUpdate());
  } finally {
    await mpd.stop();
  }
}

async function startMpd(library: string, directory: string) {
  await mkdir(directory, { recursive: true });
  const socketPath = join(directory, 'socket');
  const lines = [
    `music_directory "${library}"`,
    `db_file "${join(directory, 'database')}"`,
    `log_file "${join(directory, 'log')}"`,
    `bind_to_address "${socketPath}"`,
    'auto_update "no"',
    'audio_output {\n  type "null"\n  name "none"\n}',
  ];
  await writeFile(join(directory, 'mpd.conf'), `${lines.join('\n')}\n`);
  const child = spawn('mpd', ['--no-daemon', join(directory, 'mpd.conf')], { stdio: 'ignore' });
  const client = new MpdClient(await connectTo(socketPath));
  return {
    timeUpdate: () => client.timeUpdate(),
    stop: async () => {
      client.close();
      await endProcess(child);
    },
  };
}

/** Speaks MPD's protocol on a socket, so that no client's start-up is timed. */
class MpdClient {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  async timeUpdate(): Promise<number> {
    const start = performance.now();
    await this.#ask('update');
    // `idle` answers at once when the update ended before the question.
    do await this.#ask('idle update');
    while (/updating_db/.test(await this.#ask('status')));
    return performance.now() - start;
  }

  close(): void {
    this.#socket.destroy();
  }

  #ask(command: string): Promise<string> {
    return new Promise((resolve, reject) => {
      let answer = '';
      const take = (chunk: Buffer) => {
        answer += String(chunk);
        if (!/(?:^|\n)(?:OK|ACK .*)\n$/.test(answer)) return;
        this.#socket.off('data', take);
        if (/^ACK /m.test(answer)) reject(new Error(answer));
        else resolve(answer);
      };
      this.#socket.on('data', take);
      this.#socket.write(`${command}\n`);
    });
  }
}

async function connectTo(socketPath: string): Promise<Socket> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const socket = await new Promise<Socket | null>((resolve) => {
      const candidate = connect(socketPath);
      candidate.once('error', () => resolve(null));
      candidate.once('data', () => resolve(candidate));
    });
    if (socket !== null) return socket;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('MPD did not start: is it installed?');
}

function endProcess(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill();
  });
}

// As the server does when it starts.
// As the server does, whose threads are told of it.
enableCompileCache(join(import.meta.dirname, '../.cache/compiled'));
try {
  const library = await findLibrary();
  const files = await warmPageCache(library);
  console.log(`${files} audio files in ${library}, ${RUNS} runs in turn`);
  const mediaFiles = new DiskMediaFiles();
  for (let run = 0; run < RUNS; run++) {
    await runMpd(library, join(work, `mpd-${run}`), mpdTimes);
    await runJetStream(library, join(work, `jetstream-${run}`), mediaFiles);
  }
  await mediaFiles.close();
  report();
} finally {
  await rm(work, { recursive: true, force: true });
}
