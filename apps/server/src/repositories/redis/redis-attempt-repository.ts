import type { AttemptRepository, Attempts } from '../attempt-repository.ts';
import type { RedisConnection } from './connect-redis.ts';
import { defineScript, runScript } from './redis-script.ts';

/** The server's time decides when attempts are forgotten; Redis's own only clears away what nobody asks for any more. */
const ADD = defineScript(`
local expiresAtMs = redis.call('HGET', KEYS[1], 'expiresAtMs')
if expiresAtMs and tonumber(expiresAtMs) <= tonumber(ARGV[1]) then redis.call('DEL', KEYS[1]) end
local count = redis.call('HINCRBY', KEYS[1], 'count', 1)
redis.call('HSET', KEYS[1], 'lastAtMs', ARGV[1], 'expiresAtMs', ARGV[1] + ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return count`);

const REMOVE = defineScript(`
local count = tonumber(redis.call('HGET', KEYS[1], 'count') or 0)
if count <= 1 then redis.call('DEL', KEYS[1]) else redis.call('HINCRBY', KEYS[1], 'count', -1) end`);

/** Attempts counted by all servers together. */
export class RedisAttemptRepository implements AttemptRepository {
  readonly #connection: RedisConnection;

  constructor(connection: RedisConnection) {
    this.#connection = connection;
  }

  async findAttempts(key: string, nowMs: number): Promise<Attempts | undefined> {
    const { client, keys } = this.#connection;
    const [count, lastAtMs, expiresAtMs] = await client.hmget(keys.attempts(key), 'count', 'lastAtMs', 'expiresAtMs');
    if (typeof count !== 'string' || Number(expiresAtMs) <= nowMs) return undefined;
    return { count: Number(count), lastAtMs: Number(lastAtMs) };
  }

  async addAttempt(key: string, nowMs: number, lifetimeMs: number): Promise<Attempts> {
    const { client, keys } = this.#connection;
    const count = await runScript(client, ADD, [keys.attempts(key)], [nowMs, lifetimeMs]);
    return { count: Number(count), lastAtMs: nowMs };
  }

  async removeAttempt(key: string): Promise<void> {
    const { client, keys } = this.#connection;
    await runScript(client, REMOVE, [keys.attempts(key)], []);
  }

  async deleteAttempts(key: string): Promise<void> {
    const { client, keys } = this.#connection;
    await client.del(keys.attempts(key));
  }
}
