import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printSpread, printVerdict } from './measure.ts';
import { makeWaves } from './support/make-waves.ts';
import { startServer, untilScanned, type BenchServer } from './support/start-server.ts';

/**
 * How long the server's event loop keeps others waiting while a library is scanned, ten clients stream and three browse.
 * `node bench/event-loop-delay.ts [folder of music to scan]`; without one it scans 1,500 small WAV files.
 */
const STREAMERS = 10;
const STREAM_BYTES_PER_SECOND = 1_500_000;
const CHUNK_BYTES = 256 * 1024;
const BROWSERS = 3;
const LIMIT_MS = 20;
const LEAST_MS = 10_000;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const folder = mkdtempSync(join(tmpdir(), 'jetstream-music-'));
const streamed = join(folder, 'streamed');
makeWaves(streamed, STREAMERS, 60);
const scanned = process.argv[2] ?? join(folder, 'scanned');
if (process.argv[2] === undefined) makeWaves(scanned, 1500, 0.2);

const server = await startServer(streamed);
const ending = new AbortController();
const answersMs: number[] = [];
try {
  await untilScanned(server.client, STREAMERS);
  const { items } = await server.client.call('listTracks');
  const clients = [
    ...items.slice(0, STREAMERS).map(({ id, sizeBytes }) => streamSteadily(server, id, sizeBytes)),
    ...Array.from({ length: BROWSERS }, () => browse(server)),
  ];
  await server.client.call('createLibrary', { body: { path: scanned } });
  server.resetDelays();
  const startedAt = performance.now();
  await scanUntil(server);
  const tookMs = performance.now() - startedAt;
  ending.abort();
  await Promise.all(clients);
  const { loopDelayMs, residentMb } = await server.read();
  const { total } = await server.client.call('listTracks', { query: { limit: 1 } });
  console.log(`${total} songs after ${(tookMs / 1000).toFixed(1)} s, ${residentMb.toFixed(0)} MB resident`);
  printSpread('answers to browsing', answersMs);
  console.log(`event loop delay: p50 ${loopDelayMs.p50.toFixed(1)} ms, max ${loopDelayMs.max.toFixed(1)}`);
  printVerdict('event loop delay, p99 in ms', loopDelayMs.p99, LIMIT_MS, loopDelayMs.p99 < LIMIT_MS);
} finally {
  ending.abort();
  await server.stop();
  rmSync(folder, { recursive: true });
}

/** The scan again and again, in full, until the least time has passed. */
async function scanUntil({ client }: BenchServer): Promise<void> {
  const endsAt = performance.now() + LEAST_MS;
  for (;;) {
    await untilScanned(client, STREAMERS + 1);
    if (performance.now() >= endsAt) return;
    await client.call('startScan', { body: { isFull: true } });
  }
}

async function streamSteadily({ url, session }: BenchServer, trackId: string, sizeBytes: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const address = `${url}/api/v1/stream/${trackId}?token=${session.mediaToken}`;
  const intervalMs = (CHUNK_BYTES / STREAM_BYTES_PER_SECOND) * 1000;
  for (let start = 0; !ending.signal.aborted; start = (start + CHUNK_BYTES) % (sizeBytes - CHUNK_BYTES)) {
    const dueAt = performance.now() + intervalMs;
    await readPart(address, agent, start);
    await pause(Math.max(0, dueAt - performance.now()));
  }
  agent.destroy();
}

function readPart(address: string, agent: Agent, start: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { range: `bytes=${start}-${start + CHUNK_BYTES - 1}` };
    get(address, { agent, headers }, (response) => {
      if (response.statusCode !== 206) reject(new Error(`A stream was answered with ${response.statusCode}.`));
      response.resume().on('end', resolve).on('error', reject);
    }).on('error', reject);
  });
}

async function browse({ client }: BenchServer): Promise<void> {
  const visits = [
    () => client.call('getHome'),
    () => client.call('listAlbums', { query: { sort: 'added' } }),
    () => client.call('search', { query: { q: 'a' } }),
    () => client.call('listTracks', { query: { sort: 'artist', limit: 100 } }),
  ];
  for (let visit = 0; !ending.signal.aborted; visit++) {
    const startedAt = performance.now();
    await visits[visit % visits.length]?.();
    answersMs.push(performance.now() - startedAt);
    await pause(200);
  }
}
