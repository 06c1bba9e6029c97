/** What is wrong where one track goes over into the next. */
export interface JoinMeasure {
  /** Longest run of nothing in which the recording was not silent. */
  silenceMs: number;
  /** How much later, or with a minus sooner, the sound goes on than the recording does. */
  shiftMs: number;
  /** Largest difference from the recording around the join, after both sides were laid over it; dB of full scale. */
  clickDb: number;
}

const SILENT = 2e-4;

/** Where in `heard` the piece of the recording is found: the delay with the highest correlation. */
export function findDelay(
  heard: Float32Array,
  recording: Float32Array,
  piece: { from: number; length: number; expected: number; reach: number },
): number {
  const { from, length, expected, reach } = piece;
  const scores: number[] = [];
  for (let lag = expected - reach; lag <= expected + reach; lag += 1) {
    let product = 0;
    let energy = 1e-12;
    for (let index = 0; index < length; index += 1) {
      const sample = heard[from + lag + index] ?? 0;
      product += sample * (recording[from + index] ?? 0);
      energy += sample * sample;
    }
    scores.push(product / Math.sqrt(energy));
  }
  const best = scores.indexOf(Math.max(...scores));
  const [before = 0, at = 0, after = 0] = [scores[best - 1], scores[best], scores[best + 1]];
  const curve = before - 2 * at + after;
  return expected - reach + best + (curve === 0 ? 0 : (0.5 * (before - after)) / curve);
}

/** `delay`: where the recording begins in what was heard; `cut`: the sample of the recording at which the tracks meet. */
export function measureJoin(
  heard: Float32Array,
  recording: Float32Array,
  place: { delay: number; cut: number; sampleRateHz: number },
): JoinMeasure {
  const { delay, cut, sampleRateHz } = place;
  const window = Math.round(0.05 * sampleRateHz);
  const guard = Math.round(0.012 * sampleRateHz);
  // Less than half a period of the lowest tone.
  const reach = Math.round(0.0045 * sampleRateHz);
  const find = (from: number, expected: number): number =>
    findDelay(heard, recording, { from, length: window, expected: Math.round(expected), reach });
  const before = find(cut - guard - window, delay);
  const after = find(cut + guard, before);
  return {
    silenceMs:
      (longestSilence(heard, recording, { from: cut - guard, to: cut + guard, delay: before }) * 1000) / sampleRateHz,
    shiftMs: ((after - before) * 1000) / sampleRateHz,
    clickDb: clickAt(heard, { at: Math.round(cut + before), guard, sampleRateHz }),
  };
}

function longestSilence(
  heard: Float32Array,
  recording: Float32Array,
  { from, to, delay }: { from: number; to: number; delay: number },
): number {
  let longest = 0;
  let run = 0;
  for (let index = from; index < to; index += 1) {
    const isHeard = Math.abs(heard[Math.round(index + delay)] ?? 0) > SILENT;
    const isMeant = Math.abs(recording[index] ?? 0) > SILENT * 10;
    run = isHeard ? 0 : run + (isMeant || run > 0 ? 1 : 0);
    longest = Math.max(longest, run);
  }
  return longest;
}

/** A click is where a sample cannot be told from those before it: the largest error of a linear prediction fitted nearby. */
function clickAt(
  heard: Float32Array,
  { at, guard, sampleRateHz }: { at: number; guard: number; sampleRateHz: number },
) {
  const training = Math.round(0.06 * sampleRateHz);
  const coefficients = fitPrediction(heard.subarray(at - guard - training, at - guard), 24);
  let largest = 0;
  for (let index = at - guard; index < at + guard; index += 1) {
    let predicted = 0;
    for (const [lag, weight] of coefficients.entries()) predicted += weight * (heard[index - lag - 1] ?? 0);
    largest = Math.max(largest, Math.abs((heard[index] ?? 0) - predicted));
  }
  return 20 * Math.log10(largest + 1e-9);
}

/** Weights of the samples before, by the covariance method of linear prediction (least squares). */
function fitPrediction(samples: Float32Array, order: number): number[] {
  const matrix = Array.from({ length: order }, () => new Float64Array(order + 1));
  for (let index = order; index < samples.length; index += 1)
    for (const [row, sums] of matrix.entries()) {
      const past = samples[index - row - 1] ?? 0;
      for (let column = 0; column < order; column += 1)
        sums[column] = (sums[column] ?? 0) + past * (samples[index - column - 1] ?? 0);
      sums[order] = (sums[order] ?? 0) + past * (samples[index] ?? 0);
    }
  for (const [row, sums] of matrix.entries()) sums[row] = (sums[row] ?? 0) + 1e-7 * samples.length;
  return solve(matrix, order);
}

function solve(matrix: Float64Array[], order: number): number[] {
  for (let pivot = 0; pivot < order; pivot += 1) {
    const row = matrix[pivot];
    if (!row) continue;
    for (const other of matrix) {
      if (other === row) continue;
      const factor = (other[pivot] ?? 0) / (row[pivot] ?? 1);
      for (let column = pivot; column <= order; column += 1)
        other[column] = (other[column] ?? 0) - factor * (row[column] ?? 0);
    }
  }
  return matrix.map((row, index) => (row[order] ?? 0) / (row[index] ?? 1));
}
