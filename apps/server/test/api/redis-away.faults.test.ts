import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { TrackId } from '#models/ids.ts';
import { addTracks, buildLibrary } from '#test/support/build-catalogue.ts';
import { eventually } from '#test/support/eventually.ts';
import { TEST_PASSWORD, type SignedIn, type TestServer } from '#test/support/test-server.ts';
import { startTwoServers, type TwoServers } from '#test/support/two-servers.ts';
import { findFreePort } from '../../../../tools/services/service-process.ts';
import { findRedis, startRedis, type DatabaseService } from '../../../../tools/services/redis.ts';

const TRACK = 'playing' as TrackId;
const skip = findRedis() === undefined && 'redis-server is not installed';

/** Asks without pause, of both servers in turn, until it is told to stop. */
function keepAsking(two: TwoServers, ask: (server: TestServer) => Promise<number>) {
  const statuses = new Map<number, number>();
  const end = new AbortController();
  const asking = Array.from({ length: 4 }, async (_, worker) => {
    for (let turn = worker; !end.signal.aborted; turn++) {
      const status = await ask(two.servers[turn % 2 === 0 ? 0 : 1]);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  });
  return async () => {
    end.abort();
    await Promise.all(asking);
    return Object.fromEntries(statuses);
  };
}

describe('while Redis is away', { skip }, () => {
  let directory: string;
  let redis: DatabaseService;
  let two: TwoServers;
  let ada: SignedIn;
  const start = async (folder: string) => startRedis({ directory: join(directory, folder), port: redis.port });

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'jetstream-redis-'));
    redis = await startRedis({ directory: join(directory, 'kept'), port: await findFreePort() });
    two = await startTwoServers(redis.url);
    const [{ context }] = two.servers;
    const music = join(context.config.dataDirectory, 'music');
    await mkdir(music, { recursive: true });
    await writeFile(join(music, 'song.opus'), Buffer.alloc(5000, 7));
    await context.store.repositories.libraries.saveLibrary(buildLibrary({ path: music }));
    await addTracks(context.store.repositories, [{ id: TRACK, path: 'song.opus' }]);
    ada = await two.servers[0].setUp();
  });
  after(async () => {
    await two.stop();
    await redis.stop();
    await rm(directory, { recursive: true });
  });

  const ask = async (server: TestServer, path: string): Promise<number> => {
    const headers = { authorization: `Bearer ${ada.session.accessToken}` };
    const response = await server.fetch(`${server.url}/api/v1/${path}`, { headers });
    await response.arrayBuffer();
    return response.status;
  };
  const signIn = (server: TestServer) => post(server, 'login', { name: 'ada', password: TEST_PASSWORD });
  const post = (server: TestServer, name: string, body: object) =>
    server.fetch(`${server.url}/api/v1/auth/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const readinessOf = (server: TestServer) => server.client.call('getReadiness');

  it('music plays on without a fault, and signing in waits', async () => {
    const playing = keepAsking(two, (server) => ask(server, `stream/${TRACK}`));
    const reading = keepAsking(two, (server) => ask(server, 'me'));
    await eventually('calls are under way', async () => (await signIn(two.servers[0])).status === 200);
    await redis.stop('SIGKILL');
    for (const server of two.servers) {
      for (const answer of [await signIn(server), await post(server, 'refresh', { refreshToken: ada.refreshToken })]) {
        assert.equal(answer.status, 503);
        assert.equal(((await answer.json()) as { code: string }).code, 'unavailable');
        assert.ok(Number(answer.headers.get('retry-after')) > 0);
      }
      const { status, checks } = await readinessOf(server);
      assert.deepEqual([status, checks['redis'], checks['store']], ['degraded', 'failed', 'ok']);
      // Past the time for which a token is believed without another look.
      server.clock.advance(60_000);
      assert.equal(await ask(server, 'me'), 200);
    }
    redis = await start('kept');
    for (const server of two.servers)
      await eventually('signing in works again', async () => (await signIn(server)).status === 200);
    for (const statuses of [await playing(), await reading()]) assert.deepEqual(Object.keys(statuses), ['200']);
  });

  it('nobody was signed out, and both servers hear of each other again', async () => {
    const [one, other] = two.servers;
    await eventually('ready', async () => (await readinessOf(other)).status === 'ready');
    assert.equal((await post(other, 'refresh', { refreshToken: ada.refreshToken })).status, 200);
    let heard = 0;
    other.context.events.on('libraryChanged', () => heard++);
    await eventually('an event arrives', () => {
      one.context.events.emit('libraryChanged', { version: '1' });
      return heard > 0;
    });
  });

  it('what is written meanwhile is in every answer afterwards, also where one was kept from before', async () => {
    const isStarredOn = async ({ clientOf }: TestServer) => {
      const { items } = await clientOf(ada.session.accessToken).call('listTracks', { query: { sort: 'title' } });
      return items.some(({ annotation }) => annotation.starredAt !== null);
    };
    for (const server of two.servers) assert.equal(await isStarredOn(server), false);
    await redis.stop('SIGKILL');
    const params = { kind: 'track', id: TRACK } as const;
    await two.servers[0].clientOf(ada.session.accessToken).call('star', { params });
    for (const server of two.servers) assert.equal(await isStarredOn(server), true);
    redis = await start('kept');
    for (const server of two.servers) {
      await eventually('ready', async () => {
        assert.equal(await isStarredOn(server), true);
        return (await readinessOf(server)).status === 'ready';
      });
      for (let turn = 0; turn < 20; turn++) assert.equal(await isStarredOn(server), true);
    }
    await two.servers[1].clientOf(ada.session.accessToken).call('unstar', { params });
    for (const server of two.servers) assert.equal(await isStarredOn(server), false);
  });

  it('a Redis that hangs holds up nobody for long, and is used again when it goes on', async () => {
    process.kill(redis.pid, 'SIGSTOP');
    const playing = keepAsking(two, (server) => ask(server, `stream/${TRACK}`));
    for (const server of two.servers)
      await eventually('signing in is refused at once', async () => {
        const startedAtMs = performance.now();
        const { status } = await signIn(server);
        assert.equal(status, 503);
        return performance.now() - startedAtMs < 200;
      });
    process.kill(redis.pid, 'SIGCONT');
    for (const server of two.servers)
      await eventually('signing in works again', async () => (await signIn(server)).status === 200);
    assert.deepEqual(Object.keys(await playing()), ['200']);
  });

  it('a Redis that lost everything signs people out, and nothing more', async () => {
    const keyId = two.servers[0].context.services.keyRing.current.id;
    await redis.stop('SIGKILL');
    redis = await start('empty');
    for (const server of two.servers) {
      await eventually('signing in works again', async () => (await signIn(server)).status === 200);
      await eventually('the old session is refused', async () => (await ask(server, 'me')) === 401);
      const renewal = await post(server, 'refresh', { refreshToken: ada.refreshToken });
      assert.equal(((await renewal.json()) as { code: string }).code, 'session-expired');
    }
    for (const { context } of two.servers) assert.equal(context.services.keyRing.current.id, keyId);
    ada = await two.servers[1].signIn('ada');
    for (const server of two.servers) assert.equal(await ask(server, `stream/${TRACK}`), 200);
  });
});
