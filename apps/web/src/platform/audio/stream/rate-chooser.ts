export interface Rate {
  bitrateKbps: number | null;
}

/** Of the measured rate, what may be spent on sound: the rest is for what comes between. */
const SHARE_TO_STEP_UP = 0.6;
const SHARE_TO_STAY = 0.85;
/** With this much ahead a slow moment is waited out. */
const CALM_SECONDS = 15;
const SECONDS_TO_STEP_UP = 8;

/**
 * Which of the rates, given best first, to load the next segment at. One step up at a time, and only with something in
 * hand; down as far as needed. `throughputKbps` is null until it was measured.
 */
export function chooseRate(
  rates: readonly Rate[],
  state: { current: number; throughputKbps: number | null; aheadSeconds: number },
): number {
  const { current, throughputKbps, aheadSeconds } = state;
  if (throughputKbps === null) return current;
  const fits = (index: number, share: number): boolean =>
    (rates[index]?.bitrateKbps ?? Number.POSITIVE_INFINITY) <= throughputKbps * share;
  if (current > 0 && aheadSeconds >= SECONDS_TO_STEP_UP && fits(current - 1, SHARE_TO_STEP_UP)) return current - 1;
  if (fits(current, SHARE_TO_STAY) || aheadSeconds >= CALM_SECONDS || rates[current]?.bitrateKbps === null)
    return current;
  for (let index = current + 1; index < rates.length; index += 1) if (fits(index, SHARE_TO_STAY)) return index;
  return rates.length - 1;
}

/** Before this much time a slow beginning says nothing. */
const LEAST_DOUBT_MS = 400;
/** Sound that has to be left when a segment has come. */
const MARGIN_SECONDS = 0.3;

/**
 * What has come of a segment so far; `aheadSeconds` with all of it. How long its first bytes took tells when the server had them
 * encoded, which says nothing of the link: the time counts from there.
 */
export interface SegmentProgress {
  expectedBytes: number;
  firstBytes: number;
  loadedBytes: number;
  elapsedMs: number;
  segmentSeconds: number;
  aheadSeconds: number;
}

/** Whether the sound will run out before the rest of the segment has come as slowly as what there is of it. */
export function comesTooLate(progress: SegmentProgress): boolean {
  const { expectedBytes, firstBytes, loadedBytes, elapsedMs, segmentSeconds, aheadSeconds } = progress;
  const left = 1 - loadedBytes / expectedBytes;
  if (elapsedMs < LEAST_DOUBT_MS || left <= 0) return false;
  const missingSeconds = ((elapsedMs / 1000) * (expectedBytes - loadedBytes)) / Math.max(1, loadedBytes - firstBytes);
  return missingSeconds + MARGIN_SECONDS > aheadSeconds + left * segmentSeconds;
}

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
