import type { Allowance, AllowanceRepository } from '../allowance-repository.ts';
import type { RedisConnection } from './connect-redis.ts';
import { keyLifetimesMs } from './keys.ts';
import { defineScript, runScript } from './redis-script.ts';

/** Returns text: Redis cuts numbers of Lua to whole ones. */
const TAKE = defineScript(`
local stored = redis.call('HMGET', KEYS[1], 'left', 'filledAtMs')
local perMinute, nowMs = tonumber(ARGV[1]), tonumber(ARGV[2])
local left, filledAtMs = tonumber(stored[1] or perMinute), tonumber(stored[2] or nowMs)
left = math.min(perMinute, left + math.max(0, nowMs - filledAtMs) / 60000 * perMinute)
local waitMs = 0
if left < 1 then waitMs = (1 - left) / perMinute * 60000 else left = left - 1 end
redis.call('HSET', KEYS[1], 'left', tostring(left), 'filledAtMs', string.format('%.0f', math.max(nowMs, filledAtMs)))
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return tostring(waitMs)`);

/** Buckets that all servers take from. */
export class RedisAllowanceRepository implements AllowanceRepository {
  readonly #connection: RedisConnection;

  constructor(connection: RedisConnection) {
    this.#connection = connection;
  }

  async takeOne({ key, perMinute, nowMs }: Allowance): Promise<number> {
    const { client, keys } = this.#connection;
    const values = [perMinute, nowMs, keyLifetimesMs.allowance];
    return Number(await runScript(client, TAKE, [keys.allowance(key)], values));
  }
}
