/** Work that comes bit by bit, for several takers. */
export class WorkQueue<Item> {
  readonly #items: Item[] = [];
  readonly #sizeOf: (item: Item) => number;
  readonly #waiting: (() => void)[] = [];
  #isComplete = false;
  #first = 0;

  constructor(sizeOf: (item: Item) => number) {
    this.#sizeOf = sizeOf;
  }

  push(item: Item): void {
    this.#items.push(item);
    this.#waiting.shift()?.();
  }

  /** Nothing more will come. */
  complete(): void {
    this.#isComplete = true;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Items of about `size` together, at least one; empty when all are taken and nothing more comes. */
  async take(size: number): Promise<Item[]> {
    while (this.#first >= this.#items.length) {
      if (this.#isComplete) return [];
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    const taken: Item[] = [];
    let total = 0;
    while (this.#first < this.#items.length && (taken.length === 0 || total < size)) {
      const item = this.#items[this.#first++];
      if (item === undefined) break;
      taken.push(item);
      total += this.#sizeOf(item);
    }
    this.#forgetTaken();
    return taken;
  }

  #forgetTaken(): void {
    if (this.#first < 1_000) return;
    this.#items.splice(0, this.#first);
    this.#first = 0;
  }
}
