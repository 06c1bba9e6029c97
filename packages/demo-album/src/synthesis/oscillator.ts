/** A band-limited oscillator of a patch. */
export type Oscillator = {
  readonly shape: 'saw' | 'square' | 'triangle' | 'sine';
  readonly level: number;
  readonly cents?: number;
  readonly octave?: number;
};

type Run = { readonly phase: number; readonly count: number; readonly step: number };

/** Adds `count` samples at `step` cycles per sample and answers the phase reached. */
export function addOscillator(out: Float64Array, oscillator: Oscillator, run: Run): number {
  const step = run.step * 2 ** ((oscillator.octave ?? 0) + (oscillator.cents ?? 0) / 1200);
  const { level } = oscillator;
  if (oscillator.shape === 'saw') return addSaw(out, level, { ...run, step });
  if (oscillator.shape === 'square') return addSquare(out, level, { ...run, step });
  if (oscillator.shape === 'triangle') return addTriangle(out, level, { ...run, step });
  return addSine(out, level, { ...run, step });
}

/** Two-sample polynomial correction of a step (Välimäki and Huovilainen, IEEE SPM 2007). */
function blep(phase: number, step: number): number {
  if (phase < step) {
    const into = phase / step;
    return into + into - into * into - 1;
  }
  if (phase > 1 - step) {
    const into = (phase - 1) / step;
    return into * into + into + into + 1;
  }
  return 0;
}

function addSaw(out: Float64Array, level: number, { phase: start, count, step }: Run): number {
  let phase = start;
  for (let index = 0; index < count; index += 1) {
    out[index] = (out[index] ?? 0) + level * (2 * phase - 1 - blep(phase, step));
    phase += step;
    if (phase >= 1) phase -= 1;
  }
  return phase;
}

function addSquare(out: Float64Array, level: number, { phase: start, count, step }: Run): number {
  let phase = start;
  for (let index = 0; index < count; index += 1) {
    const half = phase < 0.5 ? phase + 0.5 : phase - 0.5;
    out[index] = (out[index] ?? 0) + level * ((phase < 0.5 ? 1 : -1) + blep(phase, step) - blep(half, step));
    phase += step;
    if (phase >= 1) phase -= 1;
  }
  return phase;
}

function addTriangle(out: Float64Array, level: number, { phase: start, count, step }: Run): number {
  let phase = start;
  for (let index = 0; index < count; index += 1) {
    out[index] = (out[index] ?? 0) + level * (4 * Math.abs(phase - 0.5) - 1);
    phase += step;
    if (phase >= 1) phase -= 1;
  }
  return phase;
}

function addSine(out: Float64Array, level: number, { phase: start, count, step }: Run): number {
  let phase = start;
  for (let index = 0; index < count; index += 1) {
    out[index] = (out[index] ?? 0) + level * Math.sin(2 * Math.PI * phase);
    phase += step;
    if (phase >= 1) phase -= 1;
  }
  return phase;
}
