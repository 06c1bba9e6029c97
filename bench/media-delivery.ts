import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, get, type IncomingMessage } from 'node:http';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNginx, NGINX_HOW_TO, startNginx, type Nginx } from '../tools/services/nginx.ts';
import { findFreePort } from '../tools/services/service-process.ts';
import { printVerdict, spreadOf } from './measure.ts';
import { readTreeCpuMs } from './support/cpu-of-tree.ts';
import { makeWaves } from './support/make-waves.ts';
import { startServer, untilScanned, type BenchServer } from './support/start-server.ts';

/**
 * CPU of NGINX and JetStream together for a gigabyte of music: NGINX reading the file that JetStream names (X-Accel-Redirect)
 * against passing on what JetStream reads, each behind NGINX as `deploy/nginx` configures it.
 */
const SECONDS = 480;
const RANGE_BYTES = 256 * 1024;
const LISTENERS = 4;
const ROUNDS = 7;
const WHOLE_FILES = 8;
const RANGES = 1200;
const GIGABYTE = 1e9;
const LIMIT = 1;

interface Side {
  name: string;
  server: BenchServer;
  nginx: Nginx;
  url: string;
  agent: Agent;
}

interface Round {
  bytes: number;
  elapsedMs: number;
  nodeMs: number;
  nginxMs: number;
}

/** The bytes of one request, by its number. */
type Want = (request: number) => { range?: string; bytes?: number };

if (findNginx() === undefined) throw new Error(NGINX_HOW_TO);
const root = mkdtempSync(join(tmpdir(), 'jetstream-delivery-'));
const music = join(root, 'music');
makeWaves(music, 1, SECONDS);
const sides: Side[] = [];
try {
  sides.push(await openSide('through Node', 'node'), await openSide('X-Accel-Redirect', 'nginx'));
  await compare('whole files', WHOLE_FILES, () => ({}));
  const places = Math.floor((SECONDS * 44_100 * 4) / RANGE_BYTES);
  await compare('ranges of 256 KB', RANGES, (request) => {
    const start = ((request * 7) % places) * RANGE_BYTES;
    return { range: `bytes=${start}-${start + RANGE_BYTES - 1}`, bytes: RANGE_BYTES };
  });
} finally {
  for (const { nginx, server } of sides) {
    await nginx.stop();
    await server.stop();
  }
  rmSync(root, { recursive: true });
}

async function openSide(name: string, delivery: 'node' | 'nginx'): Promise<Side> {
  const server = await startServer(music, {
    JETSTREAM_MEDIA_DELIVERY: delivery,
    JETSTREAM_TRUST_PROXY: 'loopback',
  });
  const port = await findFreePort();
  const directory = join(root, delivery);
  const servers = [new URL(server.url).host];
  const nginx = await startNginx({ directory, port, servers, isHttps: false, mediaRoots: [music] });
  await untilScanned(server.client, 1);
  const [track] = (await server.client.call('listTracks')).items;
  if (!track) throw new Error('The scan found no track.');
  const url = `http://127.0.0.1:${port}/api/v1/stream/${track.id}?token=${server.session.mediaToken}`;
  return { name, server, nginx, url, agent: new Agent({ keepAlive: true, maxSockets: LISTENERS }) };
}

async function compare(what: string, requests: number, want: Want): Promise<void> {
  const rounds = sides.map((): Round[] => []);
  for (let round = -1; round < ROUNDS; round++)
    for (const [index, side] of sides.entries()) {
      const done = await measureRound(side, requests, want);
      if (round >= 0) rounds[index]?.push(done);
    }
  console.log(`-- ${what}, ${LISTENERS} connections, load average ${loadavg()[0]?.toFixed(1)}`);
  for (const [index, { name }] of sides.entries()) printSide(`${what}, ${name}`, rounds[index] ?? []);
  // Each round against the one beside it, since what else the machine does changes from second to second.
  const [node = [], accelerated = []] = rounds;
  const ratios = spreadOf(accelerated.map((round, index) => cpuOf(round) / cpuOf(node[index])));
  console.log(`${what}: ratios of the rounds from ${ratios.min.toFixed(2)} to ${ratios.max.toFixed(2)}`);
  printVerdict(`${what}: CPU by X-Accel-Redirect against through Node, p50`, ratios.p50, LIMIT, ratios.p50 < LIMIT);
}

async function measureRound({ server, nginx, url, agent }: Side, requests: number, want: Want): Promise<Round> {
  const read = () => [server.pid, nginx.pid].map(readTreeCpuMs);
  const [nodeBefore = 0, nginxBefore = 0] = read();
  const start = performance.now();
  let [next, bytes] = [0, 0];
  const listen = async () => {
    while (next < requests) {
      const received = await readPart(url, agent, want(next++));
      // Apart: `+=` would read the sum before it waits.
      bytes += received;
    }
  };
  await Promise.all(Array.from({ length: LISTENERS }, listen));
  const elapsedMs = performance.now() - start;
  const [nodeAfter = 0, nginxAfter = 0] = read();
  return { bytes, elapsedMs, nodeMs: nodeAfter - nodeBefore, nginxMs: nginxAfter - nginxBefore };
}

async function readPart(url: string, agent: Agent, { range, bytes }: ReturnType<Want>): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  get(url, { agent, headers: range === undefined ? {} : { range } }, resolve).on('error', reject);
  const response = await promise;
  let received = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) received += chunk.length;
  const expected = bytes ?? Number(response.headers['content-length']);
  if (response.statusCode !== (range === undefined ? 200 : 206) || received !== expected)
    throw new Error(`${response.statusCode} with ${received} bytes`);
  return received;
}

function secondsPerGigabyte(cpuMs: number, { bytes }: Round): number {
  return cpuMs / 1000 / (bytes / GIGABYTE);
}

function cpuOf(round: Round | undefined): number {
  return round ? secondsPerGigabyte(round.nodeMs + round.nginxMs, round) : Number.NaN;
}

function printSide(name: string, rounds: readonly Round[]): void {
  const all = spreadOf(rounds.map(cpuOf));
  const node = spreadOf(rounds.map((round) => secondsPerGigabyte(round.nodeMs, round))).p50;
  const nginx = spreadOf(rounds.map((round) => secondsPerGigabyte(round.nginxMs, round))).p50;
  const rates = spreadOf(rounds.map(({ bytes, elapsedMs }) => bytes / 1e6 / (elapsedMs / 1000)));
  console.log(
    `${name}: CPU ${all.p50.toFixed(2)} s a GB (${all.min.toFixed(2)}-${all.max.toFixed(2)}), of it Node ${node.toFixed(2)}, NGINX ${nginx.toFixed(2)}; ${rates.p50.toFixed(0)} MB/s (${rates.min.toFixed(0)}-${rates.max.toFixed(0)})`,
  );
}
