/** What is wrong where one track goes over into the next. */
export interface JoinMeasure {
  /** Longest run of nothing in which the recording was not silent. */
  silenceMs: number;
  /** How much later, or with a minus sooner, the sound goes on than the recording does. */
  shiftMs: number;
  /** Largest difference from the decoded parts laid behind each other, around the join; dB of full scale. */
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
  place: {
    ideal: Float32Array;
    reachMs: number;
    delay: number;
    cut: number;
    sampleRateHz: number;
    /** Whether it was played at another rate: what is next to the highest frequencies was then taken out with good cause. */
    isResampled?: boolean;
  },
): JoinMeasure {
  const { ideal, delay, cut, sampleRateHz, isResampled = false } = place;
  const length = Math.round(0.05 * sampleRateHz);
  const guard = Math.round(0.012 * sampleRateHz);
  const reach = Math.round((place.reachMs / 1000) * sampleRateHz);
  const find = (meant: Float32Array, from: number, expected: number): number =>
    findDelay(heard, meant, { from, length, expected: Math.round(expected), reach });
  const before = find(recording, cut - guard - length, delay);
  const after = find(recording, cut + guard, before);
  // Codecs turn the phase a little: what was decoded lies elsewhere by a few samples than what was recorded.
  const decoded = find(ideal, cut - guard - length, before);
  const silence = longestSilence(heard, recording, { from: cut - guard, to: cut + guard, delay: before });
  return {
    silenceMs: (silence * 1000) / sampleRateHz,
    shiftMs: ((after - before) * 1000) / sampleRateHz,
    clickDb: clickAt(heard, ideal, { at: cut, guard, delay: decoded, isResampled }),
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

/** Largest difference from what the parts sound like one behind the other, around the join. */
function clickAt(
  heard: Float32Array,
  ideal: Float32Array,
  { at, guard, delay, isResampled }: { at: number; guard: number; delay: number; isResampled: boolean },
) {
  const differences = Float32Array.from({ length: 2 * guard }, (_, index) => {
    const from = at - guard + index;
    return (heard[from + Math.round(delay)] ?? 0) - (ideal[from] ?? 0);
  });
  const compared = isResampled ? differences.map((_, index) => lowPass(differences, index)) : differences;
  const largest = compared.reduce((most, difference) => Math.max(most, Math.abs(difference)), 0);
  return 20 * Math.log10(largest + 1e-9);
}

/** Of the sample rate: 0.35 passes, from 0.4 on nothing does. */
const CUTOFF = 0.375;
const REACH = 64;
const kernel = Float32Array.from({ length: 2 * REACH + 1 }, (_, index) => {
  const place = index - REACH;
  const wave = place === 0 ? 2 * CUTOFF : Math.sin(2 * Math.PI * CUTOFF * place) / (Math.PI * place);
  return wave * (0.5 + 0.5 * Math.cos((Math.PI * place) / (REACH + 1)));
});

/** By a sinc in a window of Hann. */
function lowPass(samples: Float32Array, at: number): number {
  return kernel.reduce((sum, weight, index) => sum + weight * (samples[at + index - REACH] ?? 0), 0);
}
