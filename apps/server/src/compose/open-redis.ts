import type { ServerStores } from '#config/config.ts';
import type { EventChannel } from '#gateways/event-channel.ts';
import type { KeyStore } from '#gateways/key-store.ts';
import type { AllowanceRepository } from '#repositories/allowance-repository.ts';
import type { AnswerCache } from '#repositories/answer-cache.ts';
import type { AttemptRepository } from '#repositories/attempt-repository.ts';
import { guard, type StoreGuard } from '#repositories/guard-store.ts';
import { connectRedis, type RedisConnection } from '#repositories/redis/connect-redis.ts';
import { RedisAllowanceRepository } from '#repositories/redis/redis-allowance-repository.ts';
import { RedisAnswerCache } from '#repositories/redis/redis-answer-cache.ts';
import { RedisAttemptRepository } from '#repositories/redis/redis-attempt-repository.ts';
import { RedisEventChannel } from '#repositories/redis/redis-event-channel.ts';
import { RedisKeyStore } from '#repositories/redis/redis-key-store.ts';
import { RedisSessionRepository } from '#repositories/redis/redis-session-repository.ts';
import type { SessionRepository } from '#repositories/session-repository.ts';
import type { StoreProbe } from '#services/server-service.ts';
import type { DataPlaneOptions } from './data-plane.ts';
import { openStoreGuard } from './open-store-guard.ts';

/** What servers share through Redis. */
export interface RedisParts {
  connection: RedisConnection;
  /** One for all that asks Redis, whichever connection it uses: they are away together. */
  storeGuard: StoreGuard;
  sessions: SessionRepository;
  attempts: AttemptRepository;
  allowances: AllowanceRepository;
  keyStore: KeyStore;
  answerCache: AnswerCache;
  eventChannel: EventChannel;
  probe: StoreProbe;
  close(): Promise<void>;
}

/** Below it a request does not notice; above it, counting in this process alone is the better answer. */
const ALLOWANCE_TIMEOUT_MS = 250;
/** Making the answer takes hardly longer. */
const ANSWER_TIMEOUT_MS = 150;
/** Every write waits for it. */
const INVALIDATION_TIMEOUT_MS = 500;
const TIMEOUT_MS = 1500;
/** One connection carries all calls one behind the other, so that many at once cost it little. */
const CONCURRENCY = 2000;

/** Opens Redis, now or when it comes. @throws StartError when it lets nobody in */
export async function openRedis(
  { redisUrl, redisPrefix }: Pick<ServerStores, 'redisUrl' | 'redisPrefix'>,
  options: Pick<DataPlaneOptions, 'logger' | 'metrics'>,
): Promise<RedisParts> {
  const connection = await connectRedis({ url: redisUrl.reveal(), prefix: redisPrefix, logger: options.logger });
  const storeGuard = openStoreGuard(
    { name: 'redis', timeoutMs: TIMEOUT_MS, concurrency: CONCURRENCY, queueLength: CONCURRENCY },
    options,
  );
  return {
    connection,
    storeGuard,
    sessions: guard(new RedisSessionRepository(connection), storeGuard),
    attempts: guard(new RedisAttemptRepository(connection), storeGuard),
    allowances: guard(new RedisAllowanceRepository(connection), storeGuard, { takeOne: ALLOWANCE_TIMEOUT_MS }),
    keyStore: guard(new RedisKeyStore(connection), storeGuard),
    answerCache: guard(new RedisAnswerCache(connection), storeGuard, {
      findAnswer: ANSWER_TIMEOUT_MS,
      invalidateTags: INVALIDATION_TIMEOUT_MS,
    }),
    eventChannel: guard(new RedisEventChannel(connection, options.logger), storeGuard),
    probe: {
      name: 'redis',
      isRequired: false,
      check: () => storeGuard.run(async () => void (await connection.client.ping())),
    },
    close: () => connection.close(),
  };
}
