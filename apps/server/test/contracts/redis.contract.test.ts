import { RedisAllowanceRepository } from '#repositories/redis/redis-allowance-repository.ts';
import { RedisAttemptRepository } from '#repositories/redis/redis-attempt-repository.ts';
import { RedisKeyStore } from '#repositories/redis/redis-key-store.ts';
import { RedisLeaseRepository } from '#repositories/redis/redis-lease-repository.ts';
import { RedisSessionRepository } from '#repositories/redis/redis-session-repository.ts';
import type { RedisConnection } from '#repositories/redis/connect-redis.ts';
import { connectTestRedis, describeRedis } from '#test/support/test-redis.ts';
import { describeAllowanceRepository } from './allowance-repository-contract.ts';
import { describeAttemptRepository } from './attempt-repository-contract.ts';
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
});
