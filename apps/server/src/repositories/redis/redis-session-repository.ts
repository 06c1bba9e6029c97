import type { SessionId, UserId } from '#models/ids.ts';
import type { Session } from '#models/session.ts';
import type { SessionRepository } from '../session-repository.ts';
import type { RedisConnection } from './connect-redis.ts';
import { defineScript, runScript } from './redis-script.ts';

/** The index of a user lives as long as the longest session in it. */
const INDEX = `
local function index(key, id, expiresAtMs, lifetimeMs)
  redis.call('ZADD', key, expiresAtMs, id)
  if redis.call('PTTL', key) < lifetimeMs then redis.call('PEXPIRE', key, lifetimeMs) end
end`;

const CREATE = defineScript(`${INDEX}
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[4])
index(KEYS[2], ARGV[2], ARGV[3], tonumber(ARGV[4]))`);

const UPDATE = defineScript(`${INDEX}
local stored = redis.call('GET', KEYS[1])
if not stored or cjson.decode(stored).tokenHash ~= ARGV[5] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[4])
index(KEYS[2], ARGV[2], ARGV[3], tonumber(ARGV[4]))
return 1`);

const DELETE_OF_USER = defineScript(`
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
  if id ~= ARGV[2] then
    redis.call('DEL', ARGV[1] .. id)
    redis.call('ZREM', KEYS[1], id)
  end
end`);

/** Sessions that Redis forgets by itself when they expire; its loss signs people out, and nothing more. */
export class RedisSessionRepository implements SessionRepository {
  readonly #connection: RedisConnection;

  constructor(connection: RedisConnection) {
    this.#connection = connection;
  }

  async createSession(session: Session): Promise<void> {
    const { client } = this.#connection;
    await runScript(client, CREATE, this.#keysOf(session), valuesOf(session));
  }

  async findSession(id: SessionId): Promise<Session | undefined> {
    const { client, keys } = this.#connection;
    const text = await client.get(keys.session(id));
    return text === null ? undefined : (JSON.parse(text) as Session);
  }

  async listSessions(userId: UserId, nowMs: number): Promise<Session[]> {
    const { client, keys } = this.#connection;
    const ids = await client.zrange(keys.userSessions(userId), '0', '-1');
    if (ids.length === 0) return [];
    const texts = await client.mget(ids.map((id) => keys.session(id)));
    const gone = ids.filter((_, index) => texts[index] === null);
    if (gone.length > 0) await client.zrem(keys.userSessions(userId), ...gone);
    return texts
      .flatMap((text) => (typeof text === 'string' ? [JSON.parse(text) as Session] : []))
      .filter(({ expiresAtMs }) => expiresAtMs > nowMs)
      .toSorted((a, b) => b.lastUsedAtMs - a.lastUsedAtMs || (a.id < b.id ? -1 : 1));
  }

  async updateSession(session: Session, expectedTokenHash: string): Promise<boolean> {
    const { client } = this.#connection;
    const values = [...valuesOf(session), expectedTokenHash];
    return (await runScript(client, UPDATE, this.#keysOf(session), values)) === 1;
  }

  /** The index forgets it with the next listing. */
  async deleteSession(id: SessionId): Promise<void> {
    const { client, keys } = this.#connection;
    await client.del(keys.session(id));
  }

  async deleteUserSessions(userId: UserId, exceptId?: SessionId): Promise<void> {
    const { client, keys } = this.#connection;
    await runScript(client, DELETE_OF_USER, [keys.userSessions(userId)], [keys.sessionStem, exceptId ?? '']);
  }

  /** Redis has done it. */
  async deleteExpiredSessions(): Promise<void> {}

  #keysOf({ id, userId }: Session): string[] {
    const { keys } = this.#connection;
    return [keys.session(id), keys.userSessions(userId)];
  }
}

/** The lifetime is reckoned from the server's own times, so that a clock that differs from Redis's does no harm. */
const valuesOf = (session: Session): (string | number)[] => [
  JSON.stringify(session),
  session.id,
  session.expiresAtMs,
  Math.max(1, session.expiresAtMs - session.lastUsedAtMs),
];
