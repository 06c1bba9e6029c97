import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../tools/services/service-process.ts';
import { printVerdict, spreadOf } from './measure.ts';
import { makeWaves } from './support/make-waves.ts';
import { startProbed, startServer, untilScanned, type ProbedProcess } from './support/start-server.ts';

/** CPU of a 256 KB range: JetStream, with rights and conditions, against bare `http` with a read stream. */
const RANGE_BYTES = 256 * 1024;
const RANGES = 28;
const REQUESTS = 200;
const ROUNDS = 30;
const LIMIT = 1.3;

interface Side {
  name: string;
  process: ProbedProcess;
  url: string;
  agent: Agent;
  costsMs: number[];
}

const music = mkdtempSync(join(tmpdir(), 'jetstream-music-'));
makeWaves(music, 1, 45);
const server = await startServer(music);
const barePort = await findFreePort();
const bareScript = new URL('support/bare-range-server.ts', import.meta.url).pathname;
const bare = startProbed(bareScript, {}, [join(music, 'Artist 0', 'Album 0', '0.wav'), String(barePort)]);
try {
  await untilScanned(server.client, 1);
  const [track] = (await server.client.call('listTracks')).items;
  if (!track) throw new Error('The scan found no track.');
  const stream = `${server.url}/api/v1/stream/${track.id}?token=${server.session.mediaToken}`;
  const sides = [
    createSide('bare http', bare, `http://127.0.0.1:${barePort}/`),
    createSide('JetStream', server, stream),
  ];
  for (let round = -1; round < ROUNDS; round++)
    for (const side of sides) {
      const cost = await measureRound(side);
      if (round >= 0) side.costsMs.push(cost);
    }
  for (const { name, costsMs } of sides) {
    const { min, p50 } = spreadOf(costsMs);
    console.log(`${name}: CPU ${(min * 1000).toFixed(0)} µs a range at best, ${(p50 * 1000).toFixed(0)} µs p50`);
  }
  // Each round against the one beside it, since what else the machine does changes from second to second.
  const [theirs = [], ours = []] = sides.map(({ costsMs }) => costsMs);
  const ratio = spreadOf(ours.map((costMs, round) => costMs / (theirs[round] ?? Number.NaN))).p50;
  printVerdict('CPU of a 256 KB range against bare http, p50 of the rounds', ratio, LIMIT, ratio <= LIMIT);
} finally {
  await Promise.all([server.stop(), bare.stop()]);
  rmSync(music, { recursive: true });
}

function createSide(name: string, process: ProbedProcess, url: string): Side {
  return { name, process, url, agent: new Agent({ keepAlive: true, maxSockets: 1 }), costsMs: [] };
}

async function measureRound({ process, url, agent }: Side): Promise<number> {
  const before = await process.read();
  for (let request = 0; request < REQUESTS; request++) await readRange(url, agent, (request % RANGES) * RANGE_BYTES);
  const after = await process.read();
  return (after.cpuMs - before.cpuMs) / REQUESTS;
}

function readRange(url: string, agent: Agent, start: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const headers = { range: `bytes=${start}-${start + RANGE_BYTES - 1}` };
    get(url, { agent, headers }, (response) => {
      let received = 0;
      response.on('data', (chunk: Buffer) => (received += chunk.length));
      response.on('error', reject);
      response.on('end', () => {
        if (response.statusCode === 206 && received === RANGE_BYTES) resolve();
        else reject(new Error(`${response.statusCode} with ${received} bytes`));
      });
    }).on('error', reject);
  });
}
