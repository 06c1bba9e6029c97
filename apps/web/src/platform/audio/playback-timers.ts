import type { Schedule } from './schedule.ts';

/** What the engine will do in a moment, unless something happens before. */
export class PlaybackTimers {
  readonly #schedule: Schedule;
  #waiting: (() => void)[] = [];
  #cancelTick: (() => void) | undefined;
  #cancelPause: (() => void) | undefined;

  constructor(schedule: Schedule) {
    this.#schedule = schedule;
  }

  after(delayMs: number, task: () => void): void {
    this.#waiting.push(this.#schedule(task, delayMs));
  }

  /** The next look at where the sound is; there is one at a time. */
  tickAfter(delayMs: number, task: () => void): void {
    this.#cancelTick?.();
    this.#cancelTick = this.#schedule(task, delayMs);
  }

  /** The element is going to stop once the sound has sunk. */
  willPause(cancel: () => void): void {
    this.#cancelPause = cancel;
  }

  keepFromPausing(): void {
    this.#cancelPause?.();
    this.#cancelPause = undefined;
  }

  clear(): void {
    for (const cancel of this.#waiting) cancel();
    this.#waiting = [];
    this.#cancelTick?.();
    this.#cancelTick = undefined;
    this.keepFromPausing();
  }
}
