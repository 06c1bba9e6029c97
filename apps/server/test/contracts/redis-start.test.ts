import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, type TestContext } from 'node:test';
import { connectRedis } from '#repositories/redis/connect-redis.ts';
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
