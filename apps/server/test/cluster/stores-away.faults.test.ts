import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, it, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { eventually } from '#test/support/eventually.ts';
import { ask, describeTally, startLoad, type Load, type Outcome, type Tally } from '#test/support/load.ts';
import { askOne } from '#test/support/seed-playback.ts';
import { PlayOutbox } from '#test/support/play-outbox.ts';
import {
  clusterSkip,
  CREDENTIALS,
  startTestCluster,
  writeAlbum,
  type TestCluster,
} from '#test/support/test-cluster.ts';
import { holdProcess, resumeProcess } from '../../../../tools/services/hold-process.ts';

type DatabaseName = keyof TestCluster['databases'];
type Database = TestCluster['databases'][DatabaseName];

const CALM_MS = 800;
/** Longer than the longest time that a call of a store may take (5 seconds), so that it is met. */
const AWAY_MS = 8500;
/** What an edge lets through of sign-ins. */
const SIGN_IN_PAUSE_MS = 200;
/** What a pile of requests that wait would need. */
const MOST_GROWTH_MB = 200;

describe('stores of a cluster that go away under load', { skip: clusterSkip }, () => {
  let cluster: TestCluster;
  let streamsSent = 0;
  const stream = (url: string, range: string) => {
    streamsSent++;
    return ask(url, { ...authorized(), range });
  };
  before(async () => {
    cluster = await startTestCluster();
    // Both servers have played everything.
    for (const { host } of cluster.servers)
      for (const { id } of cluster.tracks) await stream(`http://${host}/api/v1/stream/${id}`, 'bytes=0-');
  });
  after(() => cluster.stop());
  // A test that fails leaves no load behind.
  let end: AbortController;
  beforeEach(() => void (end = new AbortController()));
  afterEach(() => end.abort());

  const authorized = () => ({ authorization: cluster.authorization });
  const to = (path: string) => `${cluster.url}/api/v1/${path}`;
  const serverOf = (index: number) => cluster.servers[index] ?? assert.fail('there are two servers');
  const trackOf = (turn: number) => cluster.tracks[turn % cluster.tracks.length]?.id ?? '';

  const playMusic = () =>
    startLoad({ clients: 3, signal: end.signal }, (turn) =>
      stream(to(`stream/${trackOf(turn)}`), `bytes=${turn % 9000}-`),
    );
  const browse = () =>
    startLoad({ clients: 3, signal: end.signal }, (turn) => {
      const paths = ['albums', 'tracks?sort=title', `tracks/${trackOf(turn)}`, 'me', 'search?q=song'];
      return ask(to(paths[turn % paths.length] ?? ''), authorized());
    });
  const signIn = () =>
    startLoad({ clients: 1, signal: end.signal, pauseMs: SIGN_IN_PAUSE_MS }, () =>
      ask(to('auth/login'), { method: 'POST', body: CREDENTIALS }),
    );

  async function measureMemoryMb(): Promise<number[]> {
    const texts = await Promise.all(
      cluster.servers.map(({ pid }) => readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')),
    );
    return texts.map((text) => Math.round(Number(/^VmRSS:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024));
  }

  async function killForAWhile(name: DatabaseName): Promise<void> {
    await wait(CALM_MS);
    await cluster.databases[name].stop('SIGKILL');
    await wait(AWAY_MS);
    await cluster.databases[name].startAgain();
  }

  async function holdForAWhile(name: DatabaseName): Promise<void> {
    await wait(CALM_MS);
    const { pid } = cluster.databases[name];
    holdProcess(pid);
    try {
      await wait(AWAY_MS);
    } finally {
      resumeProcess(pid);
    }
  }

  const untilScanned = (scanId: string) =>
    eventually('the scan that was acknowledged is done', async () => {
      const { state } = await cluster.client.call('getScan', { params: { scanId } });
      return state === 'completed';
    });
  /** The load is answered again, and both servers have found every store. */
  async function untilBack(load: Load): Promise<void> {
    const { ok } = load.tally;
    await eventually('the load is answered again', () => load.tally.ok > ok + 2);
    for (const { name, host } of cluster.servers)
      await eventually(`${name} is ready`, async () => {
        const { verdict, body } = await ask(`http://${host}/ready`, {});
        return verdict === 'ok' && (JSON.parse(body) as { status: string }).status === 'ready';
      });
  }
  function assertUntouched(context: TestContext, name: string, tally: Tally): void {
    context.diagnostic(describeTally(name, tally));
    assert.deepEqual([tally.refused, tally.faults], [0, {}], `${name} went on`);
  }
  function assertRefusedMeanwhile(context: TestContext, name: string, tally: Tally): void {
    context.diagnostic(describeTally(name, tally));
    assert.deepEqual(tally.faults, {}, `${name}: nothing but refusals`);
    assert.ok(tally.refused > 0, `${name} needs the store`);
  }

  for (const [how, goAway] of [
    ['killed and started again', killForAWhile],
    ['held up', holdForAWhile],
  ] as const) {
    it(`PostgreSQL ${how}: music and browsing go on, every play is found once`, async (context) => {
      const outbox = await PlayOutbox.open(cluster);
      const [music, browsing] = [playMusic(), browse()];
      const plays = startLoad({ clients: 2, signal: end.signal }, (turn) => outbox.send(trackOf(turn)));
      const history = startLoad({ clients: 1, signal: end.signal }, () => ask(to('plays?limit=5'), authorized()));
      await goAway('postgres');
      await untilBack(plays);
      assertUntouched(context, 'music', await music.stop());
      assertUntouched(context, 'browsing', await browsing.stop());
      assertRefusedMeanwhile(context, 'history', await history.stop());
      // A write of plays may wait for longer than PostgreSQL was held up.
      const { faults } = await plays.stop();
      context.diagnostic(describeTally('plays', plays.tally));
      assert.deepEqual(faults, {});
      context.diagnostic(await outbox.settle());
    });

    it(`Redis ${how}: music and reading go on, signing in waits, nobody is signed out`, async (context) => {
      const [music, browsing, signingIn] = [playMusic(), browse(), signIn()];
      const scan = await cluster.client.call('startScan', { body: {} });
      await goAway('redis');
      await untilBack(signingIn);
      assertUntouched(context, 'music', await music.stop());
      assertUntouched(context, 'browsing', await browsing.stop());
      assertRefusedMeanwhile(context, 'signing in', await signingIn.stop());
      // Of the session that was opened before.
      const { refreshToken } = await cluster.client.call('refreshSession', {
        body: { refreshToken: cluster.refreshToken },
      });
      cluster.refreshToken = refreshToken ?? '';
      await untilScanned(scan.id);
    });

    it(`MongoDB ${how}: what plays goes on, the rest is refused at once, every star is found`, async (context) => {
      const memoryBefore = await measureMemoryMb();
      const ratings = new Map<string, number>();
      const rate = async (turn: number): Promise<Outcome> => {
        // One client for each track: an acknowledged rating is the last one.
        const [id, rating] = [trackOf(turn), (turn % 5) + 1];
        const outcome = await ask(to(`ratings/track/${id}`), { ...authorized(), method: 'PUT', body: { rating } });
        if (outcome.verdict === 'ok') ratings.set(id, rating);
        else ratings.delete(id);
        return outcome;
      };
      // What the servers remember of files is doubted from now on: it still has to do while MongoDB is away.
      await writeAlbum(join(cluster.music, 'Ada', how), 1);
      const scan = await cluster.client.call('startScan', { body: {} });
      await untilScanned(scan.id);
      const [music, browsing] = [playMusic(), browse()];
      const rating = startLoad({ clients: 1, signal: end.signal }, rate);
      await goAway('mongodb');
      const memoryAfter = await measureMemoryMb();
      await untilBack(rating);
      assertUntouched(context, 'music', await music.stop());
      assertRefusedMeanwhile(context, 'browsing', await browsing.stop());
      assertRefusedMeanwhile(context, 'ratings', await rating.stop());
      context.diagnostic(`memory of the servers: ${memoryBefore} MB before, ${memoryAfter} MB meanwhile`);
      const growth = memoryAfter.map((mb, index) => mb - (memoryBefore[index] ?? 0));
      assert.ok(growth.every((mb) => mb < MOST_GROWTH_MB));
      const { items } = await cluster.client.call('listTracks', { query: { limit: 100 } });
      const found = items.filter(({ id, annotation }) => annotation.rating === ratings.get(id));
      context.diagnostic(`ratings: ${ratings.size} tracks acknowledged last, ${found.length} found so`);
      assert.equal(found.length, ratings.size);
    });
  }

  it('the log of requests has every stream, those while PostgreSQL was away included', async (context) => {
    let logged = 0;
    await eventually('it was delivered', async () => {
      const { endpoints } = await cluster.client.call('getServerStatistics');
      logged = endpoints.find(({ endpoint }) => endpoint === 'streamTrack')?.requests ?? 0;
      return logged === streamsSent;
    });
    context.diagnostic(`${streamsSent} streams asked for, ${logged} in the log`);
  });

  for (const [how, take, giveBack] of [
    ['was killed', (store: Database) => store.stop('SIGKILL'), (store: Database) => store.startAgain()],
    ['hangs', ({ pid }: Database) => holdProcess(pid), ({ pid }: Database) => resumeProcess(pid)],
  ] as const)
    it(`a server that is told to stop does so by itself while a store ${how}`, async () => {
      const [server] = cluster.servers;
      assert.ok(server);
      for (const store of Object.values(cluster.databases)) {
        await take(store);
        await server.stop();
        await giveBack(store);
        const stopped = cluster.lines.filter((line) => line.startsWith('server-1')).at(-1) ?? '';
        assert.match(stopped, /has ended with code 0/, `${store.name}: ${stopped}`);
        await server.startAgain();
      }
    });

  it('a server that starts without its stores serves what it can, and the rest as they come', async () => {
    const [server, { redis, ...others }] = [serverOf(0), cluster.databases];
    const askOn = async (path: string, method = 'GET') => {
      const question = method === 'POST' ? { method, body: CREDENTIALS } : authorized();
      return (await ask(`http://${server.host}${path}`, question)).verdict;
    };
    const readiness = async () => {
      const response = await fetch(`http://${server.host}/ready`);
      const { checks } = (await response.json()) as { checks: Record<string, string> };
      return [response.status, checks['redis'], checks['mongodb'], checks['postgresql']].join(' ');
    };
    const listTracks = async () => (await cluster.client.call('listTracks', { query: { limit: 100 } })).items;
    const known = (await listTracks()).length;
    const { file } = await askOne(cluster, trackOf(0));
    const signedAddress = new URL(file?.url ?? '', cluster.url).pathname;
    await server.stop();
    await Promise.all(Object.values(cluster.databases).map((store) => store.stop('SIGKILL')));
    await writeAlbum(join(cluster.music, 'Ada', 'Meanwhile'), 1);

    await server.startAgain();
    assert.equal(await readiness(), '503 failed failed failed');
    assert.deepEqual([await askOn('/health'), await askOn('/api/v1/albums')], ['ok', 'refused']);

    await Promise.all(Object.values(others).map((store) => store.startAgain()));
    await eventually('it is there without Redis', async () => (await readiness()) === '200 failed ok ok');
    assert.deepEqual([await askOn(signedAddress), await askOn('/api/v1/albums')], ['ok', 'ok']);
    assert.deepEqual([await askOn('/api/v1/jobs'), await askOn('/api/v1/auth/login', 'POST')], ['refused', 'refused']);

    await redis.startAgain();
    await eventually('it is ready', async () => (await readiness()) === '200 ok ok ok');
    await eventually('it signs people in', async () => (await askOn('/api/v1/auth/login', 'POST')) === 'ok');
    // By itself only where the server that watches folders is the one that was started again.
    const isAsked = () => cluster.client.call('startScan', { body: {} }).then(Boolean, () => false);
    await eventually('a scan can be asked for', isAsked);
    await eventually('what came meanwhile is scanned', async () => (await listTracks()).length > known);
  });
});
