import type { Caller } from '#models/caller.ts';
import type { SessionId, UserId } from '#models/ids.ts';

const MAX_ENTRIES = 5_000;

interface Entry {
  caller: Caller;
  expiresAtMs: number;
}

/**
 * Callers by token, so that a token is verified and its session looked up once, not with every request. What ends a
 * session forgets its entries, so it takes effect with the next request.
 */
export class RevocableCallers {
  readonly #entries = new Map<string, Entry>();
  #epoch = 0;

  find(token: string, nowMs: number): Caller | undefined {
    const entry = this.#entries.get(token);
    if (!entry) return undefined;
    if (entry.expiresAtMs > nowMs) return entry.caller;
    this.#entries.delete(token);
    return undefined;
  }

  /** Looks a caller up and remembers it, unless something was revoked while it was being looked up. */
  async load(token: string, lookUp: () => Promise<Entry>): Promise<Caller> {
    const epoch = this.#epoch;
    const entry = await lookUp();
    if (epoch === this.#epoch) this.#remember(token, entry);
    return entry.caller;
  }

  /** All of a user's sessions, or one, or all but one. */
  revoke(userId: UserId, which: { sessionId?: SessionId; exceptId?: SessionId } = {}): void {
    this.#epoch++;
    for (const [token, { caller }] of this.#entries) {
      if (caller.userId !== userId || caller.sessionId === which.exceptId) continue;
      if (which.sessionId === undefined || caller.sessionId === which.sessionId) this.#entries.delete(token);
    }
  }

  #remember(token: string, entry: Entry): void {
    if (this.#entries.size >= MAX_ENTRIES) {
      const oldest = this.#entries.keys().next();
      if (!oldest.done) this.#entries.delete(oldest.value);
    }
    this.#entries.set(token, entry);
  }
}
