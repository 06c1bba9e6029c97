import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { printSpread, printVerdict, spreadOf } from './measure.ts';
import { makeWaves } from './support/make-waves.ts';
import type { PlayersReport } from './support/slow-players.ts';
import { startServer, untilScanned } from './support/start-server.ts';

/** A thousand players that take music as fast as they play it, and people who look around meanwhile. */
const STREAMS = 1000;
const MINUTE_MS = 60_000;
const TRACKS = 8;
const SECONDS = 120;
const API_PAUSE_MS = 40;
const LIMIT_MB = 400;
const LIMIT_P99_MS = 50;

const music = mkdtempSync(join(tmpdir(), 'jetstream-music-'));
makeWaves(music, TRACKS, SECONDS);
const server = await startServer(music);
try {
  await untilScanned(server.client, TRACKS);
  const tracks = (await server.client.call('listTracks')).items;
  const urls = tracks.map(({ id }) => `${server.url}/api/v1/stream/${id}?token=${server.session.mediaToken}`);
  printSpread('API without streams', await askFor(10_000));
  const script = new URL('support/slow-players.ts', import.meta.url).pathname;
  const players = fork(script, [String(STREAMS), ...urls]);
  let peakMb = 0;
  const watch = setInterval(
    () => void server.read().then(({ residentMb }) => (peakMb = Math.max(peakMb, residentMb))),
    1000,
  );
  server.resetDelays();
  const samples = await askFor(MINUTE_MS);
  clearInterval(watch);
  const { loopDelayMs } = await server.read();
  players.send('end');
  const [{ receivedBytes, faults }] = (await once(players, 'message')) as [PlayersReport];
  console.log(`${STREAMS} streams took ${(receivedBytes / MINUTE_MS / 1000).toFixed(1)} MB/s`);
  printSpread('API beside them', samples);
  console.log(`the server's event loop was late by ${loopDelayMs.p99.toFixed(1)} ms, p99`);
  if (faults[0]) console.log(`the first fault: ${faults[0]}`);
  printVerdict('streams that failed', faults.length, 0, faults.length === 0);
  printVerdict('MB that the server held at most', peakMb, LIMIT_MB, peakMb < LIMIT_MB);
  const { p99 } = spreadOf(samples);
  printVerdict('ms of the API beside them, p99', p99, LIMIT_P99_MS, p99 < LIMIT_P99_MS);
} finally {
  await server.stop();
  rmSync(music, { recursive: true });
}

async function askFor(elapsedMs: number): Promise<number[]> {
  const samples: number[] = [];
  const until = performance.now() + elapsedMs;
  while (performance.now() < until) {
    const began = performance.now();
    await server.client.call('listTracks', { query: { limit: 50 } });
    samples.push(performance.now() - began);
    await wait(API_PAUSE_MS);
  }
  return samples;
}
