import { RedisAllowanceRepository } from '#repositories/redis/redis-allowance-repository.ts';
import { RedisAnswerCache } from '#repositories/redis/redis-answer-cache.ts';
import { RedisAttemptRepository } from '#repositories/redis/redis-attempt-repository.ts';
import { RedisEventChannel } from '#repositories/redis/redis-event-channel.ts';
import { RedisKeyStore } from '#repositories/redis/redis-key-store.ts';
import { RedisLeaseRepository } from '#repositories/redis/redis-lease-repository.ts';
import { RedisSessionRepository } from '#repositories/redis/redis-session-repository.ts';
import type { RedisConnection } from '#repositories/redis/connect-redis.ts';
import { connectTestRedis, createTestPrefix, describeRedis, silentLogger } from '#test/support/test-redis.ts';
import { describeAllowanceRepository } from './allowance-repository-contract.ts';
import { describeAnswerCache } from './answer-cache-contract.ts';
import { describeAttemptRepository } from './attempt-repository-contract.ts';
import { describeEventChannel } from './event-channel-contract.ts';
import { describeKeyStore } from './key-store-contract.ts';
import { describeLeaseRepository } from './lease-repository-contract.ts';
import { describeSessionRepository } from './session-repository-contract.ts';
import type { OpenPart } from './use-part.ts';

const openWith =
  <T>(create: (connection: RedisConnection) => T): OpenPart<T> =>
  async () => {
    const connection = await connectTestRedis();
    return { part: create(connection), close: () => connection.close() };
  };

describeRedis('Redis', () => {
  describeSessionRepository(openWith((connection) => new RedisSessionRepository(connection)));
  describeAttemptRepository(openWith((connection) => new RedisAttemptRepository(connection)));
  describeAllowanceRepository(openWith((connection) => new RedisAllowanceRepository(connection)));
  describeLeaseRepository(openWith((connection) => new RedisLeaseRepository(connection)));
  describeKeyStore(openWith((connection) => new RedisKeyStore(connection)));
  describeAnswerCache(openWith((connection) => new RedisAnswerCache(connection)));
  describeEventChannel(async () => {
    const prefix = createTestPrefix();
    const connections = await Promise.all([connectTestRedis(prefix), connectTestRedis(prefix)]);
    const [one, other] = connections.map((connection) => new RedisEventChannel(connection, silentLogger));
    if (!one || !other) throw new Error('there are two');
    const close = async () => void (await Promise.all(connections.map((connection) => connection.close())));
    return { part: [one, other], close };
  });
});
