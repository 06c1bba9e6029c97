import type { RowSpool } from '#gateways/row-spool.ts';
import { isInTime } from '#models/is-in-time.ts';

export interface SpooledBufferOptions<Row> {
  /** Writes rows for good; the same rows again change nothing. */
  deliver(rows: readonly Row[]): Promise<unknown>;
  spool: RowSpool<Row>;
  /** Rows in memory; beyond it, and once the spool is full too, rows are dropped. Null keeps all of them. */
  capacity: number | null;
  onDropped(count: number): void;
  onError(error: unknown): void;
  /** How long a stop waits for the store; 2 seconds unless said. */
  longestStopMs?: number;
}

const LONGEST_STOP_MS = 2000;
const FLUSH_INTERVAL_MS = 1000;
const MOST_TOGETHER = 500;

/**
 * Takes rows without making anybody wait, and writes them in batches. While the store is away they go to the spool, and from
 * there to the store when it is back. The end of the process costs what came in the last second at most; `stop` costs nothing.
 */
export class SpooledBuffer<Row> {
  readonly #options: SpooledBufferOptions<Row>;
  #rows: Row[] = [];
  #timer: NodeJS.Timeout | undefined;
  #flushing: Promise<void> = Promise.resolve();
  #isFlushing = false;
  #isAway = false;

  constructor(options: SpooledBufferOptions<Row>) {
    this.#options = options;
  }

  add(row: Row): void {
    const { capacity, onDropped } = this.#options;
    if (capacity !== null && this.#rows.length >= capacity) {
      onDropped(1);
      return;
    }
    this.#rows.push(row);
    if (this.#rows.length === MOST_TOGETHER) this.flush();
  }

  async start(): Promise<void> {
    await this.#options.spool.open();
    this.#timer = setInterval(() => this.flush(), FLUSH_INTERVAL_MS).unref();
  }

  /** Everything that was added is in the store or in the spool then. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    const { longestStopMs = LONGEST_STOP_MS } = this.#options;
    const isWritten = await isInTime(
      this.#flushing.then(() => this.flush()),
      longestStopMs,
    );
    // A store that hangs may have taken them after all: the same rows again change nothing.
    if (!isWritten && this.#rows.length > 0) await this.#keep(this.#rows.splice(0));
  }

  /** At once; resolves when it has ended. */
  flush(): Promise<void> {
    if (this.#isFlushing || (this.#rows.length === 0 && this.#options.spool.isEmpty)) return this.#flushing;
    this.#isFlushing = true;
    this.#flushing = this.#flush()
      .catch(this.#options.onError)
      .finally(() => {
        this.#isFlushing = false;
      });
    return this.#flushing;
  }

  async #flush(): Promise<void> {
    let isAway = false;
    while (this.#rows.length > 0) {
      const rows = this.#rows.slice(0, MOST_TOGETHER);
      isAway ||= !(await this.#deliver(rows));
      if (isAway && !(await this.#keep(rows))) return;
      this.#rows.splice(0, rows.length);
    }
    if (!isAway) await this.#deliverSpooled();
  }

  async #deliver(rows: readonly Row[]): Promise<boolean> {
    try {
      await this.#options.deliver(rows);
      this.#isAway = false;
      return true;
    } catch (error) {
      // Told once, not every second.
      if (!this.#isAway) this.#options.onError(error);
      this.#isAway = true;
      return false;
    }
  }

  /** False when they have to stay in memory. */
  async #keep(rows: readonly Row[]): Promise<boolean> {
    const { spool, capacity, onDropped } = this.#options;
    if (await spool.append(rows)) return true;
    if (capacity === null) return false;
    onDropped(rows.length);
    return true;
  }

  async #deliverSpooled(): Promise<void> {
    const { spool } = this.#options;
    while (!spool.isEmpty) {
      if (!(await this.#deliver(await spool.listOldest(MOST_TOGETHER)))) return;
      await spool.deleteOldest();
    }
  }
}
