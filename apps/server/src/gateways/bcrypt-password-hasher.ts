import bcrypt from 'bcrypt';
import { DomainError } from '#models/errors.ts';
import type { PasswordHasher } from './password-hasher.ts';

/** bcrypt runs on libuv's pool of four threads, which also reads the files of streams: it may take two of them. */
const MAX_RUNNING = 2;
const MAX_WAITING = 64;
const RETRY_SECONDS = 5;

export class BcryptPasswordHasher implements PasswordHasher {
  readonly #cost: number;
  readonly #decoyHash: string;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(cost: number) {
    this.#cost = cost;
    // The salt and sum of no password at all; comparing with it costs what comparing with a real one costs.
    this.#decoyHash = `$2b$${String(cost).padStart(2, '0')}$${'abcdefghijklmnopqrstu.'}${'.'.repeat(31)}`;
  }

  hash(password: string): Promise<string> {
    return this.#queue(() => bcrypt.hash(password, this.#cost));
  }

  async matches(password: string, hash: string | undefined): Promise<boolean> {
    const isMatch = await this.#queue(() => bcrypt.compare(password, hash ?? this.#decoyHash));
    return hash !== undefined && isMatch;
  }

  async #queue<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= MAX_RUNNING) {
      if (this.#waiting.length >= MAX_WAITING)
        throw new DomainError('unavailable', 'Too many people are signing in.', { retryAfterSeconds: RETRY_SECONDS });
      await new Promise<void>((resolve) => void this.#waiting.push(resolve));
    } else this.#running++;
    try {
      return await work();
    } finally {
      // A waiting one takes over the place; only without one does it become free.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
