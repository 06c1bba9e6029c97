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
  /** Of `noteArrival`; without it, it comes now. */
  arrival?: number | undefined;
  run: () => Promise<T>;
}

interface Waiting {
  arrival: number;
  start: () => void;
}

/** What one listener waits for. */
interface Line {
  /** Lowest first, in order of arrival. */
  waiting: Waiting[];
  /** The line with the lowest one is next: when its first came, or, after a turn, when that was. */
  turn: number;
}

const RETRY_AFTER_SECONDS = 2;

/**
 * Decides whose encoding is next: listeners take turns, and each one's requests run in the order they came. Work made ahead takes only a place
 * that would be idle.
 */
export class TranscodeQueue {
  readonly #options: TranscodeQueueOptions;
  readonly #lines = new Map<string, Line>();
  readonly #running = new Map<string, number>();
  #waitingCount = 0;
  #runningCount = 0;
  #arrivalCount = 0;

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

  /** A place in the order of arrival, for who has to look things up before it can wait here. */
  noteArrival(): number {
    return this.#arrivalCount++;
  }

  /** Rejects with the signal's reason when it is aborted. @throws DomainError unavailable when too many wait. */
  async run<T>({ owner, signal, arrival = this.noteArrival(), run }: QueuedTask<T>): Promise<T> {
    signal.throwIfAborted();
    if (owner === null) {
      if (!this.isIdle) throw new DomainError('unavailable', 'Nothing is made ahead now.');
      return this.#runNow('', run);
    }
    await this.#waitForTurn(owner, { arrival, signal });
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

  async #waitForTurn(owner: string, { arrival, signal }: { arrival: number; signal: AbortSignal }): Promise<void> {
    const { longest, longestPerOwner } = this.#options;
    const lineLength = this.#lines.get(owner)?.waiting.length ?? 0;
    if (this.#waitingCount >= longest || lineLength >= longestPerOwner)
      throw new DomainError('unavailable', 'Too much is being encoded. Try again in a moment.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiting: Waiting = { arrival, start: resolve };
    const onAbort = () => {
      if (this.#leave(owner, waiting)) reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    this.#enter(owner, waiting);
    this.#admit();
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }

  #enter(owner: string, waiting: Waiting): void {
    const line = this.#lines.get(owner) ?? { waiting: [], turn: waiting.arrival };
    const later = line.waiting.findIndex(({ arrival }) => arrival > waiting.arrival);
    line.waiting.splice(later < 0 ? line.waiting.length : later, 0, waiting);
    // Who had a turn since stays behind those who came before that.
    if (later === 0 && line.turn === line.waiting[1]?.arrival) line.turn = waiting.arrival;
    this.#lines.set(owner, line);
    this.#waitingCount += 1;
  }

  #leave(owner: string, waiting: Waiting): boolean {
    const line = this.#lines.get(owner);
    const at = line?.waiting.indexOf(waiting) ?? -1;
    if (!line || at < 0) return false;
    line.waiting.splice(at, 1);
    if (line.waiting.length === 0) this.#lines.delete(owner);
    this.#waitingCount -= 1;
    return true;
  }

  /** A place is taken here, not when the task begins: nobody may come between. */
  #admit(): void {
    while (this.#runningCount < this.#options.limit) {
      const [owner, line] = this.#findNext() ?? [];
      const next = line?.waiting[0];
      if (owner === undefined || !line || !next) return;
      line.turn = this.noteArrival();
      this.#leave(owner, next);
      this.#count(owner, 1);
      next.start();
    }
  }

  #findNext(): [owner: string, line: Line] | undefined {
    return [...this.#lines]
      .filter(([owner]) => (this.#running.get(owner) ?? 0) < this.#options.limitPerOwner)
      .reduce<[string, Line] | undefined>(
        (first, next) => (first && first[1].turn < next[1].turn ? first : next),
        undefined,
      );
  }

  #count(owner: string, change: 1 | -1): void {
    this.#runningCount += change;
    const running = (this.#running.get(owner) ?? 0) + change;
    if (running > 0) this.#running.set(owner, running);
    else this.#running.delete(owner);
  }
}
