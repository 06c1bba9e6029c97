import type { Allowance, AllowanceRepository } from '../allowance-repository.ts';

const MAX_KEYS = 10_000;
const MINUTE_MS = 60_000;

interface Bucket {
  left: number;
  filledAtMs: number;
}

export class MemoryAllowanceRepository implements AllowanceRepository {
  readonly #buckets = new Map<string, Bucket>();

  async takeOne(allowance: Allowance): Promise<number> {
    const bucket = this.#fill(allowance);
    if (bucket.left < 1) return ((1 - bucket.left) / allowance.perMinute) * MINUTE_MS;
    bucket.left--;
    return 0;
  }

  #fill({ key, perMinute, nowMs }: Allowance): Bucket {
    const known = this.#buckets.get(key);
    if (!known) {
      const oldest = this.#buckets.keys().next();
      if (this.#buckets.size >= MAX_KEYS && !oldest.done) this.#buckets.delete(oldest.value);
      const bucket = { left: perMinute, filledAtMs: nowMs };
      this.#buckets.set(key, bucket);
      return bucket;
    }
    const gained = (Math.max(0, nowMs - known.filledAtMs) / MINUTE_MS) * perMinute;
    known.left = Math.min(perMinute, known.left + gained);
    known.filledAtMs = Math.max(nowMs, known.filledAtMs);
    return known;
  }
}
