import { randomBytes } from 'node:crypto';
import { describe } from 'node:test';
import { connectRedis, type RedisConnection } from '#repositories/redis/connect-redis.ts';

export const TEST_REDIS_URL = process.env['JETSTREAM_TEST_REDIS_URL'] ?? '';

/** A suite that needs Redis; skipped, with the reason, where there is none. */
export function describeRedis(title: string, run: () => void): void {
  const skip = TEST_REDIS_URL === '' && 'JETSTREAM_TEST_REDIS_URL names no Redis';
  describe(title, { skip }, run);
}

export const silentLogger = { info: () => undefined, warn: () => undefined };

export const createTestPrefix = (): string => `test-${randomBytes(6).toString('hex')}`;

/** A connection with keys of its own, which go when it is closed. */
export async function connectTestRedis(prefix = createTestPrefix()): Promise<RedisConnection> {
  const connection = await connectRedis({ url: TEST_REDIS_URL, prefix, logger: silentLogger });
  return {
    ...connection,
    close: async () => {
      await deleteTestKeys(connection, prefix);
      await connection.close();
    },
  };
}

async function deleteTestKeys({ client }: RedisConnection, prefix: string): Promise<void> {
  for await (const keys of client.scanStream({ match: `${prefix}:*`, count: 1000 }) as AsyncIterable<string[]>)
    if (keys.length > 0) await client.del(keys);
}
