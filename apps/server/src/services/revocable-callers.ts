import type { Caller } from '#models/caller.ts';
import type { SessionId, UserId } from '#models/ids.ts';

const MAX_ENTRIES = 5_000;

interface Entry {
  caller: Caller;
  /** From then on it is to be looked up again. */
  expiresAtMs: number;
}

/**
 * Callers by token, so that a token is verified and its session looked up once, not with every request. What ends a
 * session forgets its entries, so it takes effect with the next request.
 */
export class RevocableCallers {
  readonly #entries = new Map<string, Entry>();
  /** Sessions that ended here or were told to have, for when nobody can be asked. */
  readonly #ended = new Set<SessionId>();
  #epoch = 0;

  find(token: string, nowMs: number): Caller | undefined {
    const entry = this.#entries.get(token);
    return entry && entry.expiresAtMs > nowMs ? entry.caller : undefined;
  }

  /** Who it was when it was looked up last, for when nobody can be asked. */
  findLast(token: string): Caller | undefined {
    return this.#entries.get(token)?.caller;
  }

  /** Looks a caller up and remembers it, unless something was revoked while it was being looked up. */
  async load(token: string, lookUp: () => Promise<Entry>): Promise<Caller> {
    const epoch = this.#epoch;
    const entry = await lookUp();
    if (epoch === this.#epoch) this.#remember(token, entry);
    return entry.caller;
  }

  /** One of a user's sessions, which is known from now on to have ended, or all that is remembered of the user. */
  revoke(userId: UserId, sessionId: SessionId | null = null): void {
    this.#epoch++;
    for (const [token, { caller }] of this.#entries)
      if (caller.userId === userId && (sessionId === null || caller.sessionId === sessionId))
        this.#entries.delete(token);
    if (sessionId === null) return;
    dropOldest(this.#ended, MAX_ENTRIES);
    this.#ended.add(sessionId);
  }

  hasEnded(sessionId: SessionId): boolean {
    return this.#ended.has(sessionId);
  }

  /** Has every token looked up anew. */
  clear(): void {
    this.#epoch++;
    this.#entries.clear();
  }

  #remember(token: string, entry: Entry): void {
    this.#entries.delete(token);
    dropOldest(this.#entries, MAX_ENTRIES);
    this.#entries.set(token, entry);
  }
}

function dropOldest<K>(entries: Map<K, unknown> | Set<K>, limit: number): void {
  const oldest = entries.keys().next();
  if (entries.size >= limit && !oldest.done) entries.delete(oldest.value);
}
