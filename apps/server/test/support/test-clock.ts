import type { Clock } from '#services/clock.ts';

const NEW_YEAR_2026_MS = Date.UTC(2026, 0, 1);

/** Time that passes only when a test says so. */
export class TestClock implements Clock {
  #nowMs = NEW_YEAR_2026_MS;

  nowMs(): number {
    return this.#nowMs;
  }

  advance(ms: number): void {
    this.#nowMs += ms;
  }
}
