import { DomainError } from '#models/errors.ts';
import type { Caller } from '#models/caller.ts';
import type { UserId } from '#models/ids.ts';
import type { AnswerCache, AnswerLookup, CachedAnswer } from '#repositories/answer-cache.ts';
import type { EventBus } from './events.ts';

export interface AnswerKeeperOptions {
  /** Undefined where answers are made faster than they are looked up. */
  cache: AnswerCache | undefined;
  events: EventBus;
  /** Of the server: another one may answer in another shape. */
  version: string;
  onOutcome: (outcome: 'hit' | 'miss' | 'bypass') => void;
}

export interface Question {
  endpoint: string;
  caller: Caller;
  input: { params: unknown; query: unknown };
}

const CATALOGUE = 'catalogue';
const tagOf = (userId: UserId): string => `user:${userId}`;
/** What is larger costs more to fetch than it saves others to keep. */
const LONGEST_BODY = 512 * 1024;

/**
 * Keeps answers about the catalogue as a user sees it. Whatever a user writes drops the user's, and whatever changes the
 * catalogue drops all, before the one who did it is answered.
 */
export class AnswerKeeper {
  readonly #options: AnswerKeeperOptions;
  /** Changes whose answers are being dropped. */
  readonly #dropping = new Set<Promise<void>>();

  constructor(options: AnswerKeeperOptions) {
    this.#options = options;
    const { cache, events } = options;
    if (!cache) return;
    events.onOwn('libraryChanged', () => this.#drop([CATALOGUE]));
    events.onOwn('annotationChanged', ({ userId }) => this.#drop([tagOf(userId)]));
    events.onOwn('trackPlayed', ({ play }) => this.#drop([tagOf(play.userId)]));
    events.onOwn('queueChanged', ({ userId }) => this.#drop([tagOf(userId)]));
    events.onOwn('roleChanged', ({ userId }) => this.#drop([tagOf(userId)]));
  }

  /** The answer from the cache, or else made, and kept for the next who asks. */
  async answer(question: Question, make: () => Promise<CachedAnswer>): Promise<CachedAnswer> {
    const { cache, onOutcome } = this.#options;
    if (!cache) return make();
    const found = await this.#find(cache, question);
    onOutcome(found ? (found.answer ? 'hit' : 'miss') : 'bypass');
    if (found?.answer) return found.answer;
    const answer = await make();
    // Nobody waits for it; what could not be kept is made again.
    if (found && answer.body.length <= LONGEST_BODY) void cache.saveAnswer(found.slot, answer).catch(() => undefined);
    return answer;
  }

  /** Resolves when nobody is answered any more with what was so before the caller's change. */
  async noteWrite({ userId }: Caller, isAboutAll: boolean): Promise<void> {
    if (!this.#options.cache) return;
    this.#drop(isAboutAll ? [CATALOGUE, tagOf(userId)] : [tagOf(userId)]);
    await Promise.all(this.#dropping);
  }

  async #find(cache: AnswerCache, { endpoint, caller, input }: Question): Promise<AnswerLookup | undefined> {
    const { userId, role } = caller;
    const question = JSON.stringify([this.#options.version, endpoint, userId, role, input.params, input.query]);
    return cache.findAnswer(question, [CATALOGUE, tagOf(userId)]).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'unavailable') return undefined;
      throw error;
    });
  }

  /** A cache that is away has nothing to give either: it makes up for it before it gives anything again. */
  #drop(tags: readonly string[]): void {
    const dropping = this.#options.cache?.invalidateTags(tags).catch(() => undefined);
    if (!dropping) return;
    this.#dropping.add(dropping);
    void dropping.then(() => this.#dropping.delete(dropping));
  }
}
