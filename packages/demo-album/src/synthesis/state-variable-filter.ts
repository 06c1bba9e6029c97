/** Filters the first `count` samples in place with a cutoff that holds for all of them. */
export type Filter = (samples: Float64Array, count: number, cutoffHz: number) => void;

/** Zero-delay state variable lowpass, 12 dB an octave (Simper, "Linear trapezoidal SVF", Cytomic 2013). */
export function createLowpass(sampleRate: number, resonance: number): Filter {
  return createStateVariable(sampleRate, resonance, 'low');
}

/** The same filter, band output scaled to unit gain at the cutoff. */
export function createBandpass(sampleRate: number, resonance: number): Filter {
  return createStateVariable(sampleRate, resonance, 'band');
}

/** The same filter, high output. */
export function createHighpass(sampleRate: number, resonance: number): Filter {
  return createStateVariable(sampleRate, resonance, 'high');
}

function createStateVariable(sampleRate: number, resonance: number, output: 'low' | 'band' | 'high'): Filter {
  const damping = 2 - 1.9 * Math.min(1, Math.max(0, resonance));
  const state = new Float64Array(2);
  const mix = Float64Array.from({ low: [1, 0, 0], band: [0, damping, 0], high: [-1, -damping, 1] }[output]);
  return (samples, count, cutoffHz) => {
    const warped = Math.tan((Math.PI * Math.min(cutoffHz, sampleRate * 0.45)) / sampleRate);
    run(samples, count, { warped, damping, mix, state });
  };
}

type Circuit = {
  readonly warped: number;
  readonly damping: number;
  /** How much of the low, band and input signals is heard. */
  readonly mix: Float64Array;
  readonly state: Float64Array;
};

function run(samples: Float64Array, count: number, { warped, damping, mix, state }: Circuit): void {
  const a1 = 1 / (1 + warped * (warped + damping));
  const a2 = warped * a1;
  const a3 = warped * a2;
  const [lowMix, bandMix, inputMix] = [mix[0] ?? 0, mix[1] ?? 0, mix[2] ?? 0];
  let [first, second] = [state[0] ?? 0, state[1] ?? 0];
  for (let index = 0; index < count; index += 1) {
    const input = samples[index] ?? 0;
    const through = input - second;
    const band = a1 * first + a2 * through;
    const low = second + a2 * first + a3 * through;
    first = 2 * band - first;
    second = 2 * low - second;
    samples[index] = inputMix * input + bandMix * band + lowMix * low;
  }
  // Left alone, silence decays into denormal numbers, which are a hundred times slower.
  const isQuiet = Math.abs(first) + Math.abs(second) < 1e-18;
  state[0] = isQuiet ? 0 : first;
  state[1] = isQuiet ? 0 : second;
}
