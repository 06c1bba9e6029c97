import { Redis, type RedisOptions } from 'ioredis';
import { StartError } from '#models/start-error.ts';
import { createRedisKeys, type RedisKeys } from './keys.ts';

/** The part of the log that a connection needs. */
export interface ConnectionLogger {
  warn(facts: object, text: string): void;
}

export interface RedisConnectionOptions {
  /** `redis://` or, with TLS, `rediss://`. */
  url: string;
  prefix: string;
  logger: ConnectionLogger;
  /** How long a start waits for a Redis that is starting too. */
  patienceMs?: number;
}

export interface RedisConnection {
  /** For commands. While Redis is away they fail at once. */
  client: Redis;
  /** For messages: a connection that listens does not mix with one that asks. */
  subscriber: Redis;
  keys: RedisKeys;
  close(): Promise<void>;
}

export const COMMAND_TIMEOUT_MS = 2000;
const CONNECT_TIMEOUT_MS = 5000;
const LONGEST_PAUSE_MS = 2000;
const PATIENCE_MS = 20_000;

/** @throws StartError when no Redis answers */
export async function connectRedis(options: RedisConnectionOptions): Promise<RedisConnection> {
  const { url, prefix, logger, patienceMs = PATIENCE_MS } = options;
  const client = open(url, logger, { connectionName: `${prefix}-commands` });
  const subscriber = open(url, logger, { connectionName: `${prefix}-events` });
  const close = async () => {
    for (const one of [client, subscriber]) one.disconnect();
  };
  try {
    await Promise.all([client, subscriber].map((one) => waitUntilReady(one, patienceMs)));
  } catch (cause) {
    await close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(`Redis cannot be reached (${reason}): check JETSTREAM_REDIS_URL, and that it is running.`, {
      cause,
    });
  }
  return { client, subscriber, keys: createRedisKeys(prefix), close };
}

function open(url: string, logger: ConnectionLogger, own: RedisOptions): Redis {
  const redis = new Redis(url, {
    ...own,
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    // Whoever waits for an answer is told at once that there is none; a queue would only grow, and a command that was
    // under way when the connection broke may have been done: sending it again is for the caller to decide.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    // Whoever subscribes has to know that it missed something, so it does so itself.
    autoResubscribe: false,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), LONGEST_PAUSE_MS),
    // A primary that became a replica refuses writes: the address leads to the new one by now.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  });
  let isAway = false;
  // One line for each time it goes, not for each try.
  redis.on('error', (error: Error) => {
    if (!isAway) logger.warn({ store: 'redis', reason: error.message }, 'the connection to Redis is in trouble');
    isAway = true;
  });
  redis.on('ready', () => {
    isAway = false;
  });
  return redis;
}

async function waitUntilReady(redis: Redis, patienceMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let last: Error = new Error('no answer in time');
  const onError = (error: Error) => {
    last = error;
    // Trying again does not make a wrong password right.
    if (/^(?:WRONGPASS|NOAUTH|NOPERM|ERR invalid password)/.test(error.message)) reject(error);
  };
  const timer = setTimeout(() => reject(last), patienceMs);
  redis.on('error', onError);
  redis.once('ready', resolve);
  try {
    // It rejects with the first failure, while the connection keeps trying.
    redis.connect().catch(onError);
    await promise;
  } finally {
    clearTimeout(timer);
    redis.off('error', onError);
    redis.off('ready', resolve);
  }
}
