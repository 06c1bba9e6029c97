/** Reads one stereo sample, answers in `out` the limited one from `latency` samples ago. */
export type Limiter = {
  readonly latency: number;
  readonly process: (left: Float32Array, right: Float32Array, count: number) => void;
};

const LOOKAHEAD_MS = 4;
const RELEASE_MS = 140;

/**
 * Look-ahead limiter: the least gain needed within the window, smoothed over the same window, so that the gain has
 * always arrived before the peak. Estimates the peak between samples too; replaces `left` and `right`, delayed.
 */
export function createLimiter(sampleRate: number, ceilingDb: number): Limiter {
  const window = Math.max(2, Math.round((LOOKAHEAD_MS * sampleRate) / 1000));
  const ceiling = 10 ** (ceilingDb / 20);
  const release = Math.exp(-1000 / (RELEASE_MS * sampleRate));
  const delayLeft = new Float32Array(window);
  const delayRight = new Float32Array(window);
  const leftPeak = createPeakMeter();
  const rightPeak = createPeakMeter();
  const least = createSlidingMinimum(window);
  const gains = new Float64Array(window).fill(1);
  let reached = { at: 0, sum: window, held: 1 };
  const process = (left: Float32Array, right: Float32Array, count: number): void => {
    let { at, sum, held } = reached;
    for (let index = 0; index < count; index += 1) {
      const peak = Math.max(leftPeak(left[index] ?? 0), rightPeak(right[index] ?? 0));
      const needed = least(peak > ceiling ? ceiling / peak : 1);
      held = Math.min(needed, 1 + release * (held - 1));
      sum += held - (gains[at] ?? 1);
      gains[at] = held;
      const gain = Math.min(1, sum / window);
      const [outLeft, outRight] = [delayLeft[at] ?? 0, delayRight[at] ?? 0];
      delayLeft[at] = left[index] ?? 0;
      delayRight[at] = right[index] ?? 0;
      left[index] = outLeft * gain;
      right[index] = outRight * gain;
      at = at + 1 === window ? 0 : at + 1;
    }
    reached = { at, sum, held };
  };
  return { latency: window, process };
}

/** The larger of the sample and the point halfway to the one before, by four-point interpolation. */
function createPeakMeter(): (sample: number) => number {
  const past = new Float64Array(3);
  return (sample) => {
    const [oldest = 0, older = 0, last = 0] = [past[0], past[1], past[2]];
    const between = 0.5625 * (last + older) - 0.0625 * (sample + oldest);
    past[0] = older;
    past[1] = last;
    past[2] = sample;
    return Math.max(Math.abs(sample), Math.abs(between) * 1.04);
  };
}

/** Minimum of the last `window` values by a queue of rising candidates. */
function createSlidingMinimum(window: number): (value: number) => number {
  const size = 2 ** Math.ceil(Math.log2(window + 2));
  const values = new Float64Array(size);
  const expiries = new Float64Array(size);
  let [head, tail, now] = [0, 0, 0];
  return (value) => {
    while (tail > head && (values[(tail - 1) & (size - 1)] ?? 0) >= value) tail -= 1;
    values[tail & (size - 1)] = value;
    expiries[tail & (size - 1)] = now + window;
    tail += 1;
    if ((expiries[head & (size - 1)] ?? 0) <= now) head += 1;
    now += 1;
    return values[head & (size - 1)] ?? 1;
  };
}
