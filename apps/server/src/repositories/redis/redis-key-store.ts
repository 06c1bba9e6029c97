import type { Keys, KeyStore } from '#gateways/key-store.ts';
import { DomainError } from '#models/errors.ts';
import type { RedisConnection } from './connect-redis.ts';
import { defineScript, runScript } from './redis-script.ts';

const REPLACE = defineScript(`
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[1])
return 1`);

/** The keys of all servers. Redis has to be as private as a file of keys: who reads it can sign tokens. */
export class RedisKeyStore implements KeyStore {
  readonly #connection: RedisConnection;

  constructor(connection: RedisConnection) {
    this.#connection = connection;
  }

  async loadKeys(): Promise<Keys | undefined> {
    const { client, keys } = this.#connection;
    const text = await client.get(keys.signingKeys);
    return text === null ? undefined : parseKeys(text);
  }

  async replaceKeys(next: Keys, expected: Keys | undefined): Promise<boolean> {
    const { client, keys } = this.#connection;
    const values = [JSON.stringify(next), expected ? JSON.stringify(expected) : ''];
    return (await runScript(client, REPLACE, [keys.signingKeys], values)) === 1;
  }
}

function parseKeys(text: string): Keys {
  const keys = JSON.parse(text) as Keys;
  if (Array.isArray(keys.signing) && typeof keys.refreshKey === 'string') return keys;
  throw new DomainError('internal', 'Redis holds no signing keys where they should be.');
}
