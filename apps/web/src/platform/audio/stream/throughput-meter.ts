import type { SegmentProgress } from './rate-chooser.ts';

const FAST_HALF_LIFE_MS = 2_000;
const SLOW_HALF_LIFE_MS = 8_000;
/** What comes in so little tells the delay of the network, not its rate. */
const LEAST_BYTES = 16_000;

/** See `SegmentProgress`; `waitedMs` is the time until the first bytes, `elapsedMs` that from there on. */
interface LoadedSegment extends Pick<SegmentProgress, 'firstBytes' | 'loadedBytes' | 'elapsedMs'> {
  waitedMs: number;
}

/**
 * Measures how fast segments come: two moving averages weighted by time, of which the lower counts, so that it falls
 * quickly and rises slowly.
 */
export class ThroughputMeter {
  #fast = { kbps: 0, weight: 0 };
  #slow = { kbps: 0, weight: 0 };

  get kbps(): number | null {
    if (this.#slow.weight === 0) return null;
    return Math.min(this.#fast.kbps / this.#fast.weight, this.#slow.kbps / this.#slow.weight);
  }

  /** What was measured before does not hold any more. */
  restart(sizeBytes: number, durationMs: number): void {
    this.#fast = { kbps: 0, weight: 0 };
    this.#slow = { kbps: 0, weight: 0 };
    this.#mix(sizeBytes, durationMs);
  }

  /** A segment that has come. The wait for its first bytes counts only where what came behind them is too little to tell. */
  add({ firstBytes, loadedBytes, waitedMs, elapsedMs }: LoadedSegment): void {
    const laterBytes = loadedBytes - firstBytes;
    if (laterBytes >= LEAST_BYTES) this.#mix(laterBytes, elapsedMs);
    else if (loadedBytes >= LEAST_BYTES) this.#mix(loadedBytes, waitedMs + elapsedMs);
  }

  #mix(sizeBytes: number, durationMs: number): void {
    const elapsedMs = Math.max(1, durationMs);
    const kbps = (sizeBytes * 8) / elapsedMs;
    this.#fast = mix(this.#fast, kbps, 0.5 ** (elapsedMs / FAST_HALF_LIFE_MS));
    this.#slow = mix(this.#slow, kbps, 0.5 ** (elapsedMs / SLOW_HALF_LIFE_MS));
  }
}

function mix(average: { kbps: number; weight: number }, kbps: number, kept: number) {
  return { kbps: average.kbps * kept + kbps * (1 - kept), weight: average.weight * kept + (1 - kept) };
}
