interface Work<T> {
  made: Promise<T>;
  controller: AbortController;
  /** How many wait; work that nobody waits for any more is given up. */
  listeners: number;
  isForNobody: boolean;
}

/** Those who ask for the same wait for one making of it. */
export class SharedWork<T> {
  readonly #works = new Map<string, Work<T>>();
  readonly #isKept: () => boolean;

  /** `isKept`: whether work goes on although nobody waits for it any more. */
  constructor({ isKept }: { isKept: () => boolean }) {
    this.#isKept = isKept;
  }

  /**
   * Without a signal it is made for nobody in particular, and goes on. Rejects with the signal's reason when it is aborted; the work itself
   * ends when everyone who waited for it has gone.
   */
  async join(key: string, signal: AbortSignal | undefined, make: (signal: AbortSignal) => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    const work = this.#works.get(key) ?? this.#begin(key, make);
    if (!signal) {
      work.isForNobody = true;
      return work.made;
    }
    work.listeners += 1;
    const { promise, reject } = Promise.withResolvers<never>();
    const onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      return await Promise.race([work.made, promise]);
    } finally {
      signal.removeEventListener('abort', onAbort);
      work.listeners -= 1;
      if (work.listeners === 0 && !work.isForNobody && !this.#isKept()) this.#giveUp(key, work);
    }
  }

  #begin(key: string, make: (signal: AbortSignal) => Promise<T>): Work<T> {
    const controller = new AbortController();
    const work: Work<T> = { made: make(controller.signal), controller, listeners: 0, isForNobody: false };
    this.#works.set(key, work);
    // Whoever waits is told; whoever has gone needs not be.
    work.made.catch(() => {}).finally(() => this.#forget(key, work));
    return work;
  }

  #giveUp(key: string, work: Work<T>): void {
    // Nobody may join what is ending.
    this.#forget(key, work);
    work.controller.abort(new Error('Nobody waits for it any more.'));
  }

  #forget(key: string, work: Work<T>): void {
    if (this.#works.get(key) === work) this.#works.delete(key);
  }
}
