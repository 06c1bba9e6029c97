import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
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
  const connect = (url: string) =>
    connectRedis({ url, prefix: createTestPrefix(), logger: silentLogger, patienceMs: 300 });
  const startWith = async (...args: string[]) => {
    const port = await findFreePort();
    const own = ['--port', String(port), '--bind', '127.0.0.1', '--dir', directory, '--save', ''];
    return startService({ name: 'Redis', program: program ?? '', args: [...own, ...args], port });
  };

  it('goes on without one that is away, and has it when it comes', async () => {
    const port = await findFreePort();
    const { client, opened, close } = await connect(`redis://127.0.0.1:${port}`);
    await assert.rejects(client.ping());
    const redis = await startRedis({ directory, port });
    await opened;
    assert.equal(await client.ping(), 'PONG');
    await close();
    await redis.stop();
  });

  it('ends where the password is wrong', async () => {
    const redis = await startWith('--requirepass', 'right');
    await assert.rejects(connect(`redis://:wrong@127.0.0.1:${redis.port}`), {
      name: 'StartError',
      message: /lets nobody in .*JETSTREAM_REDIS_URL/,
    });
    await redis.stop();
  });

  it('ends where it is a Cluster', async () => {
    const redis = await startWith('--cluster-enabled', 'yes', '--cluster-require-full-coverage', 'no');
    await assert.rejects(connect(`redis://127.0.0.1:${redis.port}`), { name: 'StartError', message: /Redis Cluster/ });
    await redis.stop();
  });
});
