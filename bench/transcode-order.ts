import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { printSpread, printVerdict } from './measure.ts';
import { startServer, untilScanned } from './support/start-server.ts';

/**
 * Twenty clients who ask at once for places of a song that were never encoded: how long each waits for sound, and how far from the order of
 * arrival they get it. So many as are encoded at once may overtake each other.
 */
const CLIENTS = 20;
const ROUNDS = 5;
const SEGMENT_SECONDS = 4;

const music = mkdtempSync(join(tmpdir(), 'jetstream-order-'));
// What is made ahead would be there before its turn: places are two segments apart.
const seconds = (CLIENTS * 2 * (ROUNDS + 1) + 2) * SEGMENT_SECONDS;
const noise = `anoisesrc=d=${seconds}:a=0.5:r=44100:seed=3`;
execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', noise, '-ac', '2', join(music, 'song.flac')]);
const server = await startServer(music, { JETSTREAM_ANALYSIS_HOURS: 'off' });
try {
  await untilScanned(server.client, 1);
  console.log(`load ${loadavg()[0]?.toFixed(2)} on ${availableParallelism()} processors`);
  const segmentUrl = await findSegments();
  const places: number[] = [];
  const waits: number[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const answers = await askAll(segmentUrl, round * CLIENTS * 2);
    // The first round starts the decoders.
    if (round === 0) continue;
    waits.push(...answers.map(({ elapsedMs }) => elapsedMs));
    places.push(...answers.map(({ client }, place) => Math.abs(client - place)));
  }
  printSpread(`${CLIENTS} at once, until all of a segment is there`, waits);
  printSpread(`${CLIENTS} at once, away from the order of arrival`, places, 'places');
  const worst = Math.max(...places);
  printVerdict('places away from the order of arrival', worst, availableParallelism(), worst <= availableParallelism());
} finally {
  await server.stop();
  rmSync(music, { recursive: true });
}

async function findSegments(): Promise<string> {
  const { items } = await server.client.call('listTracks');
  const client = {
    segments: [{ container: 'mp4' as const, codec: 'aac' as const }],
    files: [],
    maxBitrateKbps: 128,
    maxSampleRateHz: null,
    maxChannels: null,
    quality: 'original' as const,
    network: 'unmetered' as const,
  };
  const body = { trackIds: items.map(({ id }) => id), client };
  const { playbacks } = await server.client.call('decidePlayback', { body });
  const url = playbacks[0]?.segments?.renditions[0]?.segmentUrl;
  if (url === undefined) throw new Error('There is nothing to play.');
  return url;
}

interface Answer {
  client: number;
  elapsedMs: number;
}

/** All connections stand before the first one asks, so that requests arrive in the order of clients. In the order of answers. */
async function askAll(segmentUrl: string, firstSegment: number): Promise<Answer[]> {
  const port = Number(new URL(server.url).port);
  const sockets = Array.from({ length: CLIENTS }, () => connect(port, '127.0.0.1'));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  const answers: Answer[] = [];
  const beganAt = performance.now();
  const ended = sockets.map(async (socket, client) => {
    const path = segmentUrl.replace('{n}', String(firstSegment + client * 2));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    socket.once('data', (head: Buffer) => {
      if (!head.toString('latin1').startsWith('HTTP/1.1 200 '))
        throw new Error(`${path}: ${head.toString('latin1', 0, 60)}`);
    });
    await once(socket, 'end');
    answers.push({ client, elapsedMs: performance.now() - beganAt });
  });
  await Promise.all(ended);
  return answers;
}
