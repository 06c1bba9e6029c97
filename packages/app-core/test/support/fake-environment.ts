import type { Environment } from '#services/environment.ts';

interface Timer {
  atMs: number;
  task: () => void;
}

/** A device whose time stands still until the test moves it, with chance and ids that repeat. */
export class FakeEnvironment implements Environment {
  readonly language = 'en';
  readonly clientName = 'JetStream Test';
  #nowMs = Date.parse('2026-05-04T12:00:00.000Z');
  #seed: number;
  #idCount = 0;
  #isOnline = true;
  readonly #timers = new Set<Timer>();
  readonly #onlineListeners = new Set<(isOnline: boolean) => void>();
  readonly #hideListeners = new Set<() => void>();

  constructor(seed = 1) {
    this.#seed = seed;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  /** Mulberry32. */
  random(): number {
    this.#seed = (this.#seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#seed ^ (this.#seed >>> 15), 1 | this.#seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  createId(): string {
    this.#idCount += 1;
    return `00000000-0000-4000-8000-${String(this.#idCount).padStart(12, '0')}`;
  }

  isOnline(): boolean {
    return this.#isOnline;
  }

  onOnlineChange(listener: (isOnline: boolean) => void): () => void {
    this.#onlineListeners.add(listener);
    return () => void this.#onlineListeners.delete(listener);
  }

  onHide(listener: () => void): () => void {
    this.#hideListeners.add(listener);
    return () => void this.#hideListeners.delete(listener);
  }

  schedule(task: () => void, delayMs: number): () => void {
    const timer = { atMs: this.#nowMs + delayMs, task };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  goOnline(isOnline: boolean): void {
    this.#isOnline = isOnline;
    for (const listener of this.#onlineListeners) listener(isOnline);
  }

  hide(): void {
    for (const listener of this.#hideListeners) listener();
  }

  /** Time passes: timers due run in order, with what they start in between. */
  async pass(durationMs: number): Promise<void> {
    const endMs = this.#nowMs + durationMs;
    await settled();
    for (let timer = this.#due(endMs); timer; timer = this.#due(endMs)) {
      this.#timers.delete(timer);
      this.#nowMs = Math.max(this.#nowMs, timer.atMs);
      timer.task();
      await settled();
    }
    this.#nowMs = endMs;
  }

  /** The clock alone moves, as when timers do not run. */
  moveClock(durationMs: number): void {
    this.#nowMs += durationMs;
  }

  #due(endMs: number): Timer | undefined {
    const due = [...this.#timers].filter((timer) => timer.atMs <= endMs);
    return due.sort((a, b) => a.atMs - b.atMs)[0];
  }
}

/** Lets everything that only waits for promises finish. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve();
}
