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
