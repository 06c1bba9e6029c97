import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

export interface RedisScript {
  lua: string;
  sha: string;
}

/** A script runs as one: no other command comes between. */
export const defineScript = (lua: string): RedisScript => ({
  lua,
  sha: createHash('sha1').update(lua).digest('hex'),
});

/** Sends the script itself only to a Redis that does not know it: after its restart, or the first time. */
export async function runScript(
  client: Redis,
  { lua, sha }: RedisScript,
  keys: readonly string[],
  values: readonly (string | number)[],
): Promise<unknown> {
  try {
    return await client.evalsha(sha, keys.length, ...keys, ...values);
  } catch (error) {
    if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return client.eval(lua, keys.length, ...keys, ...values);
  }
}
