const FOUR_MINUTES_MS = 240_000;
const SHORTEST_COUNTED_TRACK_MS = 1_000;

/** How long a track must be listened to until it counts: half of it or four minutes, whichever is less. */
export function countedAfterMs(trackDurationMs: number): number {
  const neededMs = Math.min(trackDurationMs / 2, FOUR_MINUTES_MS);
  return Math.ceil(Math.max(neededMs, Math.min(trackDurationMs, SHORTEST_COUNTED_TRACK_MS)));
}

/**
 * Adds up what was really heard. Between two ticks that is the lesser of the time that passed and the way that the
 * position went: so pauses, stalls, seeks and a sleeping device add nothing.
 */
export class PlayMeter {
  #listenedMs: number;
  #last: { positionMs: number; timeMs: number } | undefined;

  constructor(listenedMs = 0) {
    this.#listenedMs = listenedMs;
  }

  get listenedMs(): number {
    return Math.floor(this.#listenedMs);
  }

  /** The position moved by playing. */
  tick(positionMs: number, timeMs: number): void {
    if (this.#last) {
      const heardMs = Math.min(positionMs - this.#last.positionMs, timeMs - this.#last.timeMs);
      this.#listenedMs += Math.max(0, heardMs);
    }
    this.#last = { positionMs, timeMs };
  }

  /** The position moved otherwise, or playing begins or goes on: count from here. */
  resync(positionMs: number, timeMs: number): void {
    this.#last = { positionMs, timeMs };
  }
}
