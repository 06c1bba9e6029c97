import { DomainError } from '#models/errors.ts';

export interface GroupCommitOptions<Item, Result> {
  /** Writes all of them or none; a result for each, in order. */
  flush(items: readonly Item[]): Promise<readonly Result[]>;
  /** Items that may wait; more are refused. */
  capacity: number;
  /** Items written at once. */
  mostItems: number;
}

interface Waiting<Item, Result> {
  item: Item;
  resolve(result: Result): void;
  reject(error: unknown): void;
}

/**
 * Writes what comes while another write is under way together, once that one has ended: a lone item does not wait, and
 * many at once cost one commit. `add` resolves when its item is committed.
 */
export class GroupCommit<Item, Result> {
  readonly #options: GroupCommitOptions<Item, Result>;
  #waiting: Waiting<Item, Result>[] = [];
  #running: Promise<void> | undefined;

  constructor(options: GroupCommitOptions<Item, Result>) {
    this.#options = options;
  }

  /** @throws DomainError unavailable when too many wait; whatever writing throws. */
  async add(item: Item): Promise<Result> {
    if (this.#waiting.length >= this.#options.capacity) {
      throw new DomainError('unavailable', 'Too many plays wait to be stored.', { retryAfterSeconds: 2 });
    }
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#waiting.push({ item, resolve, reject });
    this.#running ??= this.#run();
    return promise;
  }

  /** When everything that was added has been written or refused. */
  async drain(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // What comes in the same turn of the event loop goes together.
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#flush(this.#waiting.splice(0, this.#options.mostItems));
    this.#running = undefined;
  }

  async #flush(group: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      const results = await this.#options.flush(group.map(({ item }) => item));
      group.forEach(({ resolve }, at) => resolve(results[at] as Result));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
}
