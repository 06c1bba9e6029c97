import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { connectRedis } from '#repositories/redis/connect-redis.ts';
import { RedisEventChannel } from '#repositories/redis/redis-event-channel.ts';
import { createTestPrefix, silentLogger } from '#test/support/test-redis.ts';
import { findRedis, startRedis } from '../../../../tools/services/redis.ts';
import { findFreePort, startService } from '../../../../tools/services/service-process.ts';

const program = findRedis();

describe('a start with Redis', { skip: program === undefined && 'redis-server is not installed' }, () => {
  let directory: string;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'jetstream-redis-start-'));
  });
  after(() => rm(directory, { recursive: true }));
  /** Patience for a busy machine, where something answers. */
  const connect = async (t: TestContext, url: string, patienceMs = 10_000) => {
    const connection = await connectRedis({ url, prefix: createTestPrefix(), logger: silentLogger, patienceMs });
    t.after(() => connection.close());
    return connection;
  };
  const startWith = async (t: TestContext, ...args: string[]) => {
    const port = await findFreePort();
    const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', ''];
    const redis = await startService({ name: 'Redis', program: program ?? '', args: [...own, ...args], port });
    t.after(() => redis.stop());
    return redis;
  };

  it('goes on without one that is away, and has it when it comes', async (t) => {
    const port = await findFreePort();
    const { client, opened } = await connect(t, `redis://127.0.0.1:${port}`, 300);
    await assert.rejects(client.ping());
    const redis = await startRedis({ directory, port });
    t.after(() => redis.stop());
    await opened;
    assert.equal(await client.ping(), 'PONG');
  });

  it('keeps the line that hears events while the one for commands is still coming back', async (t) => {
    const port = await findFreePort();
    const { client } = await connect(t, `redis://127.0.0.1:${port}`, 1);
    const redis = await startWith(t);
    const connection = await connect(t, `redis://127.0.0.1:${redis.port}`);
    const { subscriber } = connection;
    const channel = new RedisEventChannel({ ...connection, client }, silentLogger);
    const missed = Promise.withResolvers<void>();
    const stop = await channel.listen({ onMessage: () => undefined, onMissed: missed.resolve });
    let breaks = 0;
    subscriber.on('close', () => breaks++);
    subscriber.disconnect(true);
    await once(subscriber, 'ready');
    for (let tries = 0; tries < 2; tries++) await once(client, 'error');
    const own = await startRedis({ directory, port });
    t.after(() => own.stop());
    await missed.promise;
    assert.equal(breaks, 1);
    await stop();
  });

  it('ends where the password is wrong', async (t) => {
    const redis = await startWith(t, '--requirepass', 'right');
    await assert.rejects(connect(t, `redis://:wrong@127.0.0.1:${redis.port}`), {
      name: 'StartError',
      message: /lets nobody in .*JETSTREAM_REDIS_URL/,
    });
  });

  it('ends where it is a Cluster', async (t) => {
    const redis = await startWith(t, '--cluster-enabled', 'yes', '--cluster-require-full-coverage', 'no');
    await assert.rejects(connect(t, `redis://127.0.0.1:${redis.port}`), {
      name: 'StartError',
      message: /Redis Cluster/,
    });
  });
});
