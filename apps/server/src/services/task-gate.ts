/**
 * Lets only so many tasks run at once. Urgent ones go first; those in the background never take the last place, so
 * that an urgent one need not wait for them.
 */
export class TaskGate {
  readonly #limit: number;
  #running = 0;
  #backgroundRunning = 0;
  readonly #urgent: (() => void)[] = [];
  readonly #background: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = Math.max(1, limit);
  }

  async run<T>(priority: 'urgent' | 'background', task: () => Promise<T>): Promise<T> {
    await new Promise<void>((resolve) => {
      (priority === 'urgent' ? this.#urgent : this.#background).push(resolve);
      this.#admit();
    });
    try {
      return await task();
    } finally {
      this.#running -= 1;
      if (priority === 'background') this.#backgroundRunning -= 1;
      this.#admit();
    }
  }

  #admit(): void {
    while (this.#running < this.#limit) {
      const next = this.#urgent.shift() ?? this.#takeBackground();
      if (!next) return;
      this.#running += 1;
      next();
    }
  }

  #takeBackground(): (() => void) | undefined {
    if (this.#backgroundRunning >= Math.max(1, this.#limit - 1)) return undefined;
    const next = this.#background.shift();
    if (next) this.#backgroundRunning += 1;
    return next;
  }
}
