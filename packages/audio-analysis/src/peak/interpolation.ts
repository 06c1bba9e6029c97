/** Samples to either side of a point between two samples. With the window below, the wave is followed up to six sevenths of Nyquist. */
export const REACH = 12;
/** Kaiser's window: images stay 55 dB down. */
const KAISER_BETA = 5;

/** The modified Bessel function of the first kind, order 0, by its power series. */
function besselI0(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k += 1) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}

/** What the sample at `distance` adds to the point in question: a windowed sinc. */
function weigh(distance: number): number {
  const window = besselI0(KAISER_BETA * Math.sqrt(Math.max(0, 1 - (distance / REACH) ** 2))) / besselI0(KAISER_BETA);
  return distance === 0 ? 1 : (Math.sin(Math.PI * distance) / (Math.PI * distance)) * window;
}

/**
 * Weights for the points a quarter, a half and three quarters of the way between two samples. Pair `k` are the samples `k` steps
 * before and after the gap; the outer points mirror each other, so sums and differences of pairs serve all three.
 */
export interface Interpolation {
  half: Float64Array;
  /** Of the sum and the difference of a pair: added for the first quarter, subtracted for the third. */
  quarterSum: Float64Array;
  quarterDifference: Float64Array;
  /** No point between samples is higher than this times the highest sample around it. */
  bound: number;
}

/** Weights of one phase, before and after the gap, scaled so that constants stay as they are. */
function toPhase(position: number): { before: number[]; after: number[] } {
  const before = Array.from({ length: REACH }, (_, k) => weigh(k + position));
  const after = Array.from({ length: REACH }, (_, k) => weigh(k + 1 - position));
  const sum = [...before, ...after].reduce((total, weight) => total + weight, 0);
  return { before: before.map((weight) => weight / sum), after: after.map((weight) => weight / sum) };
}

export function toInterpolation(): Interpolation {
  const half = toPhase(0.5);
  const quarter = toPhase(0.25);
  const combine = (sign: 1 | -1) =>
    Float64Array.from(quarter.before, (weight, k) => (weight + sign * (quarter.after[k] ?? 0)) / 2);
  const bounds = [half, quarter].map(({ before, after }) =>
    [...before, ...after].reduce((total, weight) => total + Math.abs(weight), 0),
  );
  return {
    half: Float64Array.from(half.before),
    quarterSum: combine(1),
    quarterDifference: combine(-1),
    bound: Math.max(...bounds),
  };
}
