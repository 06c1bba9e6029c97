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
  /** How long a start waits for a Redis that is starting too, before it goes on without. */
  patienceMs?: number;
}

export interface RedisConnection {
  /** For commands. While Redis is away they fail at once. */
  client: Redis;
  /** For messages: a connection that listens does not mix with one that asks. */
  subscriber: Redis;
  keys: RedisKeys;
  /** Resolves when it has been there once. */
  opened: Promise<void>;
  close(): Promise<void>;
}

export const COMMAND_TIMEOUT_MS = 2000;
const CONNECT_TIMEOUT_MS = 5000;
const LONGEST_PAUSE_MS = 2000;
const PATIENCE_MS = 2_000;

/** A Redis that is away is connected to when it comes. @throws StartError when it lets nobody in, or is a Cluster */
export async function connectRedis(options: RedisConnectionOptions): Promise<RedisConnection> {
  const { url, prefix, logger, patienceMs = PATIENCE_MS } = options;
  const client = open(url, logger, { connectionName: `${prefix}-commands` });
  const subscriber = open(url, logger, { connectionName: `${prefix}-events` });
  const close = async () => {
    for (const one of [client, subscriber]) one.disconnect();
  };
  const opened = Promise.all([client, subscriber].map((one) => becomesReady(one))).then(() => undefined);
  try {
    await Promise.all([client, subscriber].map((one) => connect(one, patienceMs)));
    await refuseCluster(client);
  } catch (cause) {
    await close();
    if (cause instanceof StartError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartError(`Redis lets nobody in (${reason}): check JETSTREAM_REDIS_URL.`, { cause });
  }
  return { client, subscriber, keys: createRedisKeys(prefix), opened, close };
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

/** It would answer most commands with the address of another server. */
async function refuseCluster(client: Redis): Promise<void> {
  const facts = client.status === 'ready' ? await client.info('server').catch(() => '') : '';
  if (facts.includes('redis_mode:cluster'))
    throw new StartError(
      'JETSTREAM_REDIS_URL leads to a Redis Cluster. JetStream needs one Redis, with or without a replica.',
    );
}

/** Or the signal aborts. What goes wrong meanwhile, at each try, is the connection's own affair. */
export async function becomesReady(redis: Redis, signal?: AbortSignal): Promise<void> {
  if (redis.status === 'ready' || signal?.aborted === true) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const onEnd = () => resolve();
  redis.once('ready', onEnd);
  signal?.addEventListener('abort', onEnd, { once: true });
  await promise;
  redis.off('ready', onEnd);
  signal?.removeEventListener('abort', onEnd);
}

/** Returns without it after all the patience, while the connection goes on trying. */
async function connect(redis: Redis, patienceMs: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const onError = (error: Error) => {
    // Trying again does not make a wrong password right.
    if (/^(?:WRONGPASS|NOAUTH|NOPERM|ERR invalid password)/.test(error.message)) reject(error);
  };
  const timer = setTimeout(resolve, patienceMs);
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
