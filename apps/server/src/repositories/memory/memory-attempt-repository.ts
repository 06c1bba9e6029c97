import type { AttemptRepository, Attempts } from '../attempt-repository.ts';

/** More keys than this at once are an attack with changing names or addresses: the oldest make room. */
const MAX_KEYS = 20_000;

interface Entry extends Attempts {
  expiresAtMs: number;
}

export class MemoryAttemptRepository implements AttemptRepository {
  readonly #entries = new Map<string, Entry>();

  async findAttempts(key: string, nowMs: number): Promise<Attempts | undefined> {
    return this.#find(key, nowMs);
  }

  async addAttempt(key: string, nowMs: number, lifetimeMs: number): Promise<Attempts> {
    const count = (this.#find(key, nowMs)?.count ?? 0) + 1;
    const entry = { count, lastAtMs: nowMs, expiresAtMs: nowMs + lifetimeMs };
    // Deleting first moves the key to the end: the map stays in the order of the last attempt.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    const oldest = this.#entries.keys().next();
    if (this.#entries.size > MAX_KEYS && !oldest.done) this.#entries.delete(oldest.value);
    return entry;
  }

  async removeAttempt(key: string): Promise<void> {
    const entry = this.#entries.get(key);
    if (!entry) return;
    if (entry.count <= 1) this.#entries.delete(key);
    else entry.count--;
  }

  async deleteAttempts(key: string): Promise<void> {
    this.#entries.delete(key);
  }

  #find(key: string, nowMs: number): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry && entry.expiresAtMs <= nowMs) this.#entries.delete(key);
    return entry && entry.expiresAtMs > nowMs ? entry : undefined;
  }
}
