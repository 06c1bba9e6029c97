import type { Lease, LeaseRepository } from '../lease-repository.ts';
import type { RedisConnection } from './connect-redis.ts';
import { defineScript, runScript } from './redis-script.ts';

/** KEYS: lease, its counter of tokens. ARGV: holder, lifetime. */
const TAKE = defineScript(`
local held = redis.call('GET', KEYS[1])
if held then
  local token = string.match(held, '^(%d+) ')
  if held ~= token .. ' ' .. ARGV[1] then return false end
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return tonumber(token)
end
local token = redis.call('INCR', KEYS[2])
redis.call('SET', KEYS[1], token .. ' ' .. ARGV[1], 'PX', ARGV[2])
return token`);

/** KEYS: lease. ARGV: what it holds, lifetime. */
const RENEW = defineScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`);

const RELEASE = defineScript(`
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`);

const toValue = ({ token }: Lease, holder: string): string => `${token} ${holder}`;

/** Redis tells the time, so that the servers' clocks need not agree. */
export class RedisLeaseRepository implements LeaseRepository {
  readonly #connection: RedisConnection;

  constructor(connection: RedisConnection) {
    this.#connection = connection;
  }

  async takeLease(name: string, holder: string, lifetimeMs: number): Promise<Lease | undefined> {
    const { client, keys } = this.#connection;
    const token = await runScript(client, TAKE, [keys.lease(name), keys.leaseToken(name)], [holder, lifetimeMs]);
    return token === null ? undefined : { name, token: Number(token) };
  }

  async renewLease(lease: Lease, holder: string, lifetimeMs: number): Promise<boolean> {
    const { client, keys } = this.#connection;
    return (await runScript(client, RENEW, [keys.lease(lease.name)], [toValue(lease, holder), lifetimeMs])) === 1;
  }

  async releaseLease(lease: Lease, holder: string): Promise<void> {
    const { client, keys } = this.#connection;
    await runScript(client, RELEASE, [keys.lease(lease.name)], [toValue(lease, holder)]);
  }
}
