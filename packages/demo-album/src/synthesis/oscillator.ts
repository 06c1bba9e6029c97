import { sineOf } from './sine-table.ts';

/** A band-limited oscillator of a patch. */
export type Oscillator = {
  readonly shape: 'saw' | 'square' | 'triangle' | 'sine';
  readonly level: number;
  readonly cents?: number;
  readonly octave?: number;
};

/** Adds the next `count` samples at `hz`. */
export type OscillatorVoice = (out: Float64Array, count: number, hz: number) => void;

/** Starts an oscillator at a phase from 0 to 1. */
export function createOscillator(oscillator: Oscillator, startPhase: number, sampleRate: number): OscillatorVoice {
  const { level, shape } = oscillator;
  const ratio = 2 ** ((oscillator.octave ?? 0) + (oscillator.cents ?? 0) / 1200) / sampleRate;
  const add = loops[shape];
  let phase = startPhase;
  return (out, count, hz) => {
    phase = add(out, count, { phase, step: hz * ratio, level });
  };
}

type Run = { readonly phase: number; readonly step: number; readonly level: number };

/** One loop per shape: a call per sample would cost more than the wave itself. */
const loops: Readonly<Record<Oscillator['shape'], (out: Float64Array, count: number, run: Run) => number>> = {
  saw: addSaw,
  square: addSquare,
  triangle: addTriangle,
  sine: addSine,
};

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

function addSaw(out: Float64Array, count: number, run: Run): number {
  const { step, level } = run;
  let phase = run.phase;
  for (let index = 0; index < count; index += 1) {
    out[index] = (out[index] ?? 0) + level * (2 * phase - 1 - blep(phase, step));
    phase += step;
    if (phase >= 1) phase -= 1;
  }
  return phase;
}

function addSquare(out: Float64Array, count: number, run: Run): number {
  const { step, level } = run;
  let phase = run.phase;
  for (let index = 0; index < count; index += 1) {
    const half = phase < 0.5 ? phase + 0.5 : phase - 0.5;
    out[index] = (out[index] ?? 0) + level * ((phase < 0.5 ? 1 : -1) + blep(phase, step) - blep(half, step));
    phase += step;
    if (phase >= 1) phase -= 1;
  }
  return phase;
}

function addTriangle(out: Float64Array, count: number, run: Run): number {
  const { step, level } = run;
  let phase = run.phase;
  for (let index = 0; index < count; index += 1) {
    out[index] = (out[index] ?? 0) + level * (4 * Math.abs(phase - 0.5) - 1);
    phase += step;
    if (phase >= 1) phase -= 1;
  }
  return phase;
}

function addSine(out: Float64Array, count: number, run: Run): number {
  const { step, level } = run;
  let phase = run.phase;
  for (let index = 0; index < count; index += 1) {
    out[index] = (out[index] ?? 0) + level * sineOf(phase);
    phase += step;
    if (phase >= 1) phase -= 1;
  }
  return phase;
}
