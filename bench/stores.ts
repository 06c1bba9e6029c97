import { mkdtempSync, rmSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { ApiClient } from '../packages/api-contract/src/client.ts';
import { startNginx } from '../tools/services/nginx.ts';
import { seedCatalogue } from '../tools/seed.ts';
import { findFreePort } from '../tools/services/service-process.ts';
import { spreadOf } from './measure.ts';
import {
  clientOf,
  createBrowsing,
  createReturning,
  putLoad,
  readCatalogue,
  type Catalogue,
  type Listener,
  type LoadOutcome,
} from './support/api-load.ts';
import { readTreeCpuMs } from './support/cpu-of-tree.ts';
import { openDatabases } from './support/open-databases.ts';
import { openPlane } from './support/open-plane.ts';
import { setUpServer, startBareServer, type BareServer } from './support/start-server.ts';

/**
 * One load of API requests on the embedded server, on one server over MongoDB, PostgreSQL and Redis, and on two of those behind
 * NGINX, in turn, on the same catalogue. Databases that JETSTREAM_TEST_..._URL names are used; FerretDB, which stands in for
 * MongoDB else, reads whole collections, so that the load without reads of the catalogue is told apart.
 */
const { values } = parseArgs({ options: { tracks: { type: 'string', default: '400' } } });
const TRACKS = Number(values.tracks);
const SIZE = { tracks: TRACKS, albums: TRACKS / 10, artists: TRACKS / 20 };
const LISTENERS = 8;
const ROUNDS = 3;
/** Of a round. */
const LIMITS = { requests: 600, elapsedMs: 10_000 };
const PASSWORD = 'a password for listening';

interface Side {
  name: string;
  url: string;
  /** Accounts of it. */
  tokens: readonly string[];
  /** Whose CPU is counted, by what they are. */
  pids: Readonly<Record<string, readonly number[]>>;
}

interface Round extends LoadOutcome {
  cpuMs: Readonly<Record<string, number>>;
}

type Load = (client: ApiClient, catalogue: Catalogue, number: number) => Listener;

const closers: (() => unknown)[] = [];
const open = <T>(part: T, close: () => unknown): T => {
  closers.push(close);
  return part;
};
try {
  const sides = [await openEmbedded(), ...(await openServers())];
  const catalogues = await Promise.all(sides.map(({ url, tokens }) => readCatalogue(clientOf(url, tokens[0] ?? ''))));
  await compare('browsing', sides, catalogues, createBrowsing);
  await compare('returning', sides, catalogues, createReturning);
} finally {
  for (const close of closers.reverse()) await close();
}

async function openEmbedded(): Promise<Side> {
  const settings = { JETSTREAM_DATA: makeFolder() };
  await seed(settings);
  const server = await startOne(settings);
  const tokens = await addListeners((await setUpServer(server.url)).client, server.url);
  return { name: 'embedded', url: server.url, tokens, pids: { server: [server.pid] } };
}

async function openServers(): Promise<Side[]> {
  const databases = await openDatabases();
  open(databases, databases.close);
  const shared = { ...databases.settings, JETSTREAM_TRUST_PROXY: 'loopback', JETSTREAM_UPLOADS: makeFolder() };
  await seed({ ...shared, JETSTREAM_DATA: makeFolder() });
  const one = await startOne({ ...shared, JETSTREAM_INSTANCE: 'one' });
  const tokens = await addListeners((await setUpServer(one.url)).client, one.url);
  const two = await startOne({ ...shared, JETSTREAM_INSTANCE: 'two' });
  const port = await findFreePort();
  const servers = [one, two].map(({ url }) => new URL(url).host);
  const nginx = await startNginx({ directory: makeFolder(), port, servers, isHttps: false });
  open(nginx, () => nginx.stop());
  const stores = Object.fromEntries(Object.entries(databases.pids).map(([name, pid]) => [name, [pid]]));
  for (const { url } of [one, two]) await untilSearchable(clientOf(url, tokens[0] ?? ''));
  return [
    { name: 'one server', url: one.url, tokens, pids: { server: [one.pid], ...stores } },
    {
      name: 'two behind NGINX',
      url: `http://127.0.0.1:${port}`,
      tokens,
      pids: { server: [one.pid, two.pid], nginx: [nginx.pid], ...stores },
    },
  ];
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'jetstream-stores-'));
  return open(folder, () => rmSync(folder, { recursive: true, force: true }));
}

async function startOne(settings: Record<string, string>): Promise<BareServer> {
  const server = await startBareServer(settings);
  return open(server, () => server.stop());
}

async function seed(settings: Record<string, string>): Promise<void> {
  const plane = await openPlane(settings);
  await seedCatalogue(plane.store.repositories, SIZE);
  await plane.close();
}

async function addListeners(administrator: ApiClient, baseUrl: string): Promise<string[]> {
  const tokens: string[] = [];
  for (let number = 0; number < LISTENERS; number++) {
    const account = { name: `listener-${number}`, password: PASSWORD };
    await administrator.call('createUser', { body: account });
    const body = { ...account, tokenDelivery: 'body' as const };
    tokens.push((await clientOf(baseUrl, '').call('login', { body })).accessToken);
  }
  return tokens;
}

/** A server makes its index of what others brought in after it has begun to answer. */
async function untilSearchable(client: ApiClient): Promise<void> {
  const [album] = (await client.call('listAlbums', { query: { limit: 1 } })).items;
  for (let attempt = 0; attempt < 600; attempt++) {
    const found = await client.call('search', { query: { q: album?.title ?? '' } });
    if (found.albums.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('The search finds nothing.');
}

async function compare(
  name: string,
  sides: readonly Side[],
  catalogues: readonly Catalogue[],
  load: Load,
): Promise<void> {
  const listeners = sides.map(({ url, tokens }, side) =>
    tokens.map((token, number) => load(clientOf(url, token), catalogues[side] as Catalogue, number + 1)),
  );
  const rounds = sides.map((): Round[] => []);
  for (let round = -1; round < ROUNDS; round++)
    for (const [index, side] of sides.entries()) {
      const done = await measureRound(side, listeners[index] ?? []);
      if (round >= 0) rounds[index]?.push(done);
    }
  console.log(`-- ${name}, ${TRACKS} tracks, ${LISTENERS} listeners, load average ${loadavg()[0]?.toFixed(1)}`);
  for (const [index, side] of sides.entries()) printSide(side.name, rounds[index] ?? []);
  printKinds(sides, rounds);
  const [embedded = [], ...others] = rounds;
  for (const [index, other] of others.entries())
    printRatios(`${name}: ${sides[index + 1]?.name} against embedded`, other, embedded);
}

async function measureRound({ pids }: Side, listeners: readonly Listener[]): Promise<Round> {
  const read = () => Object.values(pids).map((group) => group.reduce((sum, pid) => sum + readTreeCpuMs(pid), 0));
  const before = read();
  const outcome = await putLoad(listeners, LIMITS);
  const after = read();
  const cpuMs = Object.keys(pids).map((part, at) => [part, (after[at] ?? 0) - (before[at] ?? 0)]);
  return { ...outcome, cpuMs: Object.fromEntries(cpuMs) as Record<string, number> };
}

function rateOf({ requests, elapsedMs }: Round): number {
  return (requests / elapsedMs) * 1000;
}

function samplesOf(rounds: readonly Round[]): number[] {
  return rounds.flatMap(({ samples }) => [...samples.values()].flat());
}

function cpuOf(part: string): (round: Round) => number {
  return ({ cpuMs, requests }) => (cpuMs[part] ?? 0) / requests;
}

function middleOf(rounds: readonly Round[], measure: (round: Round) => number): number {
  return spreadOf(rounds.map(measure)).p50;
}

function printSide(name: string, rounds: readonly Round[]): void {
  const rates = spreadOf(rounds.map(rateOf));
  const times = spreadOf(samplesOf(rounds));
  const parts = Object.keys(rounds[0]?.cpuMs ?? {}).map((part) => {
    const { min, p50, max } = spreadOf(rounds.map(cpuOf(part)));
    return `${part} ${p50.toFixed(2)} (${min.toFixed(2)}-${max.toFixed(2)})`;
  });
  console.log(
    `${name}: ${rates.p50.toFixed(0)} requests/s (${rates.min.toFixed(0)}-${rates.max.toFixed(0)}), p50 ${times.p50.toFixed(1)} ms, p99 ${times.p99.toFixed(1)} ms (n=${times.count}); CPU ms a request: ${parts.join(', ')}`,
  );
}

/** Where the time goes: what is read from memory or a file of one's own costs the same everywhere. */
function printKinds(sides: readonly Side[], rounds: readonly Round[][]): void {
  const kinds = [...(rounds[0]?.[0]?.samples.keys() ?? [])].sort();
  for (const kind of kinds) {
    const middles = rounds.map((ofSide) => spreadOf(ofSide.flatMap(({ samples }) => samples.get(kind) ?? [])).p50);
    const shown = middles.map((ms, index) => `${sides[index]?.name} ${ms.toFixed(1)}`);
    console.log(`  ${kind}, p50 in ms: ${shown.join(', ')}`);
  }
}

function printRatios(claim: string, rounds: readonly Round[], base: readonly Round[]): void {
  const rate = middleOf(rounds, rateOf) / middleOf(base, rateOf);
  const cpu = middleOf(rounds, cpuOf('server')) / middleOf(base, cpuOf('server'));
  const [own, theirs] = [spreadOf(samplesOf(rounds)), spreadOf(samplesOf(base))];
  console.log(
    `${claim}: requests/s ${rate.toFixed(2)}x, p50 ${(own.p50 / theirs.p50).toFixed(2)}x, p99 ${(own.p99 / theirs.p99).toFixed(2)}x, CPU of the servers ${cpu.toFixed(2)}x`,
  );
}
