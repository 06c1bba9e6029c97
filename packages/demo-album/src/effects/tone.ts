import type { EffectFactory } from './effect.ts';

/** A second-order section, normalised so that a0 is 1. */
type Section = { readonly b: readonly [number, number, number]; readonly a: readonly [number, number] };

/** Lifts or cuts a bell around a frequency. */
export function bell(hz: number, gainDb: number, q = 0.9): EffectFactory {
  return applySection((sampleRate) => {
    const { cosine, alpha } = angleOf(hz, q, sampleRate);
    const amplitude = 10 ** (gainDb / 40);
    const a0 = 1 + alpha / amplitude;
    return {
      b: [(1 + alpha * amplitude) / a0, (-2 * cosine) / a0, (1 - alpha * amplitude) / a0],
      a: [(-2 * cosine) / a0, (1 - alpha / amplitude) / a0],
    };
  });
}

/** Removes what is below a frequency, 12 dB an octave. */
export function lowCut(hz: number): EffectFactory {
  return applySection((sampleRate) => {
    const { cosine, alpha } = angleOf(hz, Math.SQRT1_2, sampleRate);
    const a0 = 1 + alpha;
    const edge = (1 + cosine) / 2 / a0;
    return { b: [edge, -2 * edge, edge], a: [(-2 * cosine) / a0, (1 - alpha) / a0] };
  });
}

/** Removes what is above a frequency, 12 dB an octave. */
export function highCut(hz: number): EffectFactory {
  return applySection((sampleRate) => {
    const { cosine, alpha } = angleOf(Math.min(hz, sampleRate * 0.45), Math.SQRT1_2, sampleRate);
    const a0 = 1 + alpha;
    const edge = (1 - cosine) / 2 / a0;
    return { b: [edge, 2 * edge, edge], a: [(-2 * cosine) / a0, (1 - alpha) / a0] };
  });
}

/** Formulas of Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients" (W3C Note 2021). */
function angleOf(hz: number, q: number, sampleRate: number): { cosine: number; alpha: number } {
  const angle = (2 * Math.PI * Math.min(hz, sampleRate * 0.45)) / sampleRate;
  return { cosine: Math.cos(angle), alpha: Math.sin(angle) / (2 * q) };
}

function applySection(design: (sampleRate: number) => Section): EffectFactory {
  return (sampleRate) => {
    const section = design(sampleRate);
    const [left, right] = [createSection(section), createSection(section)];
    return (leftSamples, rightSamples, count) => {
      left(leftSamples, count);
      right(rightSamples, count);
    };
  };
}

function createSection(section: Section): (samples: Float32Array, count: number) => void {
  const state = new Float64Array(2);
  return (samples, count) => runSection(samples, count, section, state);
}

function runSection(samples: Float32Array, count: number, { b, a }: Section, state: Float64Array): void {
  const [b0, b1, b2] = [b[0], b[1], b[2]];
  const [a1, a2] = [a[0], a[1]];
  let [first, second] = [state[0] ?? 0, state[1] ?? 0];
  for (let index = 0; index < count; index += 1) {
    const input = samples[index] ?? 0;
    const output = b0 * input + first;
    first = b1 * input - a1 * output + second;
    second = b2 * input - a2 * output;
    samples[index] = output;
  }
  // Left alone, silence decays into denormal numbers, which are a hundred times slower.
  const isQuiet = Math.abs(first) + Math.abs(second) < 1e-18;
  state[0] = isQuiet ? 0 : first;
  state[1] = isQuiet ? 0 : second;
}
