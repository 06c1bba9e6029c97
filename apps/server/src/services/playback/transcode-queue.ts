import { DomainError } from '#models/errors.ts';

export interface TranscodeQueueOptions {
  /** How many encode at once, in all and for one listener. */
  limit: number;
  limitPerOwner: number;
  /** Who comes when so many of one listener or of all wait already is sent away. */
  longest: number;
  longestPerOwner: number;
}

export interface QueuedTask<T> {
  /** Who it is for: each gets a turn. Null for what is made ahead, which runs when nobody waits. */
  owner: string | null;
  signal: AbortSignal;
  run: () => Promise<T>;
}

interface Waiting {
  start: () => void;
}

const RETRY_AFTER_SECONDS = 2;

/**
 * Decides whose encoding is next: listeners take turns, and each one's requests run in the order they came. Work made ahead takes only a place
 * that would be idle.
 */
export class TranscodeQueue {
  readonly #options: TranscodeQueueOptions;
  /** By owner, in the order of turns: whoever had one goes to the end. */
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #running = new Map<string, number>();
  #waitingCount = 0;
  #runningCount = 0;

  constructor(options: TranscodeQueueOptions) {
    this.#options = options;
  }

  /** Whether work made ahead may begin. */
  get isIdle(): boolean {
    return this.#waitingCount === 0 && this.#runningCount < this.#options.limit;
  }

  get waitingCount(): number {
    return this.#waitingCount;
  }

  /** Rejects with the signal's reason when it is aborted. @throws DomainError unavailable when too many wait. */
  async run<T>({ owner, signal, run }: QueuedTask<T>): Promise<T> {
    signal.throwIfAborted();
    if (owner === null) {
      if (!this.isIdle) throw new DomainError('unavailable', 'Nothing is made ahead now.');
      return this.#runNow('', run);
    }
    await this.#waitForTurn(owner, signal);
    return this.#runNow(owner, run);
  }

  async #runNow<T>(owner: string, run: () => Promise<T>): Promise<T> {
    if (owner === '') this.#count(owner, 1);
    try {
      return await run();
    } finally {
      this.#count(owner, -1);
      this.#admit();
    }
  }

  async #waitForTurn(owner: string, signal: AbortSignal): Promise<void> {
    const line = this.#waiting.get(owner) ?? [];
    const { longest, longestPerOwner } = this.#options;
    if (this.#waitingCount >= longest || line.length >= longestPerOwner)
      throw new DomainError('unavailable', 'Too much is being encoded. Try again in a moment.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting: Waiting = { start: resolve };
    const onAbort = () => {
      if (this.#leave(owner, waiting)) reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    line.push(waiting);
    this.#waiting.set(owner, line);
    this.#waitingCount += 1;
    this.#admit();
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  #leave(owner: string, waiting: Waiting): boolean {
    const line = this.#waiting.get(owner) ?? [];
    const at = line.indexOf(waiting);
    if (at < 0) return false;
    line.splice(at, 1);
    if (line.length === 0) this.#waiting.delete(owner);
    this.#waitingCount -= 1;
    return true;
  }

  /** A place is taken here, not when the task begins: nobody may come between. */
  #admit(): void {
    while (this.#runningCount < this.#options.limit) {
      const owner = this.#nextOwner();
      if (owner === undefined) return;
      const line = this.#waiting.get(owner) ?? [];
      const next = line.shift();
      this.#waiting.delete(owner);
      if (line.length > 0) this.#waiting.set(owner, line);
      this.#waitingCount -= 1;
      this.#count(owner, 1);
      next?.start();
    }
  }

  #nextOwner(): string | undefined {
    for (const owner of this.#waiting.keys())
      if ((this.#running.get(owner) ?? 0) < this.#options.limitPerOwner) return owner;
    return undefined;
  }

  #count(owner: string, change: 1 | -1): void {
    this.#runningCount += change;
    const running = (this.#running.get(owner) ?? 0) + change;
    if (running > 0) this.#running.set(owner, running);
    else this.#running.delete(owner);
  }
}
