import type { Clock } from './clock.ts';

const MAX_KEYS = 10_000;
const MINUTE_MS = 60_000;

interface Bucket {
  left: number;
  filledAtMs: number;
}

/** A token bucket for each key: `perMinute` at once, and as many again each minute. */
export class RequestAllowance {
  readonly #perMinute: number;
  readonly #clock: Clock;
  readonly #buckets = new Map<string, Bucket>();

  /** `perMinute` 0 sets no limit. */
  constructor(options: { perMinute: number; clock: Clock }) {
    this.#perMinute = options.perMinute;
    this.#clock = options.clock;
  }

  /** 0 when there was one left, else the seconds until there is. */
  take(key: string): number {
    if (this.#perMinute === 0) return 0;
    const bucket = this.#fill(key);
    if (bucket.left < 1) return Math.ceil(((1 - bucket.left) / this.#perMinute) * (MINUTE_MS / 1000));
    bucket.left--;
    return 0;
  }

  #fill(key: string): Bucket {
    const nowMs = this.#clock.nowMs();
    const known = this.#buckets.get(key);
    if (!known) {
      const oldest = this.#buckets.keys().next();
      if (this.#buckets.size >= MAX_KEYS && !oldest.done) this.#buckets.delete(oldest.value);
      const bucket = { left: this.#perMinute, filledAtMs: nowMs };
      this.#buckets.set(key, bucket);
      return bucket;
    }
    const gained = (Math.max(0, nowMs - known.filledAtMs) / MINUTE_MS) * this.#perMinute;
    known.left = Math.min(this.#perMinute, known.left + gained);
    known.filledAtMs = nowMs;
    return known;
  }
}
