import { randomUUID } from 'node:crypto';
import type { AnswerCache, AnswerLookup, CachedAnswer } from '../answer-cache.ts';
import type { RedisConnection } from './connect-redis.ts';
import { keyLifetimesMs } from './keys.ts';
import { defineScript, runScript } from './redis-script.ts';

/** A tag without a mark has not changed for longer than any answer lives. */
const FIND = defineScript(`
local marks = redis.call('MGET', unpack(KEYS))
for index = 1, #KEYS do marks[index] = marks[index] or '-' end
local slot = ARGV[1] .. redis.sha1hex(ARGV[2] .. '\\n' .. table.concat(marks, ' '))
return {slot, redis.call('GET', slot)}`);

const MARK = defineScript(`
for _, key in ipairs(KEYS) do redis.call('SET', key, ARGV[1], 'PX', ARGV[2]) end`);

/** Every answer has it: a new mark on it drops them all. */
const ALL = 'all';
const MAX_OWED = 1000;

/**
 * Answers that all servers share. Marks are made up anew each time, never counted: a Redis that comes back with older data
 * cannot bring a mark back that stood for something else.
 */
export class RedisAnswerCache implements AnswerCache {
  readonly #connection: RedisConnection;
  /** Tags whose new mark is not known to have arrived, with the number of the attempt. */
  readonly #owed = new Map<string, number>();
  #attempts = 0;

  constructor(connection: RedisConnection) {
    this.#connection = connection;
    // Marks of the last moments may be lost with it, while answers from before them are not.
    connection.client.on('close', () => this.#owe([ALL]));
  }

  async findAnswer(question: string, tags: readonly string[]): Promise<AnswerLookup> {
    const { client, keys } = this.#connection;
    await this.#payOwed();
    const tagKeys = [ALL, ...tags].map((tag) => keys.answerTag(tag));
    const found = (await runScript(client, FIND, tagKeys, [keys.answerStem, question])) as [string, string | null];
    return { slot: found[0], answer: found[1] === null ? undefined : parseAnswer(found[1]) };
  }

  async saveAnswer(slot: string, { etag, body }: CachedAnswer): Promise<void> {
    await this.#connection.client.set(slot, `${etag}\n${body}`, 'PX', keyLifetimesMs.answer);
  }

  async invalidateTags(tags: readonly string[]): Promise<void> {
    this.#owe(tags);
    await this.#payOwed();
  }

  #owe(tags: readonly string[]): void {
    const attempt = ++this.#attempts;
    if (this.#owed.size + tags.length > MAX_OWED) {
      this.#owed.clear();
      this.#owed.set(ALL, attempt);
    } else for (const tag of tags) this.#owed.set(tag, attempt);
  }

  /** What was owed again meanwhile stays owed: the mark may have been set before that change. */
  async #payOwed(): Promise<void> {
    if (this.#owed.size === 0) return;
    const { client, keys } = this.#connection;
    const paid = [...this.#owed];
    const tagKeys = paid.map(([tag]) => keys.answerTag(tag));
    await runScript(client, MARK, tagKeys, [randomUUID(), keyLifetimesMs.answerTag]);
    for (const [tag, attempt] of paid) if (this.#owed.get(tag) === attempt) this.#owed.delete(tag);
  }
}

function parseAnswer(text: string): CachedAnswer {
  const end = text.indexOf('\n');
  return { etag: text.slice(0, end), body: text.slice(end + 1) };
}
