import type { Effect } from './effect.ts';

/** The room. Decay is the time to fall by 60 dB; damping is where the walls start to swallow treble. */
export type ReverbSettings = {
  readonly decaySec: number;
  readonly size: number;
  readonly dampingHz: number;
  readonly preDelayMs: number;
};

const LINES = 8;
const lineMs = [31.3, 37.9, 41.7, 47.3, 53.9, 61.1, 68.3, 74.7];
const diffuserMs = [4.77, 3.59, 12.73, 9.31];
const DIFFUSION = 0.62;
/** Slow drift of the line lengths: without it a small network rings like a pipe. */
const DRIFT_MS = 0.22;
const DRIFT_STEP = 64;

/**
 * Feedback delay network of eight lines mixed by a Hadamard matrix (Jot and Chaigne, "Digital delay networks for
 * designing artificial reverberators", AES 1991). Replaces its input by the wet sound alone.
 */
export function createReverb(settings: ReverbSettings, sampleRate: number): Effect {
  const preDelay = createDelay((settings.preDelayMs * sampleRate) / 1000);
  const diffusers = diffuserMs.map((ms) => createDiffuser((ms * sampleRate) / 1000));
  const network = createNetwork(settings, sampleRate);
  return (left, right, count, frame) => {
    for (let index = 0; index < count; index += 1) {
      let low = preDelay(0.5 * ((left[index] ?? 0) + (right[index] ?? 0)));
      for (const diffuse of diffusers) low = diffuse(low);
      const side = 0.25 * ((left[index] ?? 0) - (right[index] ?? 0));
      left[index] = low + side;
      right[index] = low - side;
    }
    network(left, right, count, frame);
  };
}

function createDelay(samples: number): (input: number) => number {
  const buffer = new Float32Array(Math.max(1, Math.round(samples)));
  let at = 0;
  return (input) => {
    const output = buffer[at] ?? 0;
    buffer[at] = input;
    at = at + 1 === buffer.length ? 0 : at + 1;
    return output;
  };
}

function createDiffuser(samples: number): (input: number) => number {
  const buffer = new Float32Array(Math.max(1, Math.round(samples)));
  let at = 0;
  return (input) => {
    const delayed = buffer[at] ?? 0;
    const inner = input - DIFFUSION * delayed;
    buffer[at] = inner;
    at = at + 1 === buffer.length ? 0 : at + 1;
    return delayed + DIFFUSION * inner;
  };
}

function createNetwork(settings: ReverbSettings, sampleRate: number): Effect {
  const lengths = lineMs.map((ms) => (ms * settings.size * sampleRate) / 1000);
  const drift = (DRIFT_MS * sampleRate) / 1000;
  const bufferSize = 2 ** Math.ceil(Math.log2(Math.max(...lengths) + drift + 4));
  const mask = bufferSize - 1;
  const memory = new Float32Array(bufferSize * LINES);
  const gains = Float64Array.from(lengths, (length) => 10 ** ((-3 * length) / sampleRate / settings.decaySec));
  const damping = Math.exp((-2 * Math.PI * settings.dampingHz) / sampleRate);
  const damped = new Float64Array(LINES);
  const taps = new Float64Array(LINES);
  const reads = new Float64Array(LINES);
  let write = 0;
  return (left, right, count, frame) => {
    for (let index = 0; index < count; index += 1) {
      if (index % DRIFT_STEP === 0) driftReads(reads, lengths, drift, (frame + index) / sampleRate);
      for (let line = 0; line < LINES; line += 1) {
        const position = write - (reads[line] ?? 0) + bufferSize;
        const whole = Math.floor(position);
        const part = position - whole;
        const base = line * bufferSize;
        const here = memory[base + (whole & mask)] ?? 0;
        const next = memory[base + ((whole + 1) & mask)] ?? 0;
        const sample = here + (next - here) * part;
        const smooth = sample + damping * ((damped[line] ?? 0) - sample);
        damped[line] = smooth;
        taps[line] = smooth * (gains[line] ?? 0);
      }
      const inLeft = left[index] ?? 0;
      const inRight = right[index] ?? 0;
      left[index] = tap(taps, 0) - tap(taps, 2) + tap(taps, 4) - tap(taps, 6);
      right[index] = tap(taps, 1) - tap(taps, 3) + tap(taps, 5) - tap(taps, 7);
      mixHadamard(taps);
      for (let line = 0; line < LINES; line += 1) {
        memory[line * bufferSize + write] = (taps[line] ?? 0) + (line % 2 === 0 ? inLeft : inRight);
      }
      write = (write + 1) & mask;
    }
  };
}

function tap(taps: Float64Array, line: number): number {
  return taps[line] ?? 0;
}

function driftReads(reads: Float64Array, lengths: readonly number[], drift: number, atSec: number): void {
  lengths.forEach((length, line) => {
    reads[line] = length + drift * Math.sin(2 * Math.PI * (0.31 + 0.067 * line) * atSec + line);
  });
}

const HADAMARD_SCALE = 1 / Math.sqrt(LINES);

function mixHadamard(values: Float64Array): void {
  for (let half = 1; half < LINES; half *= 2) {
    for (let start = 0; start < LINES; start += half * 2) {
      for (let index = start; index < start + half; index += 1) {
        const a = values[index] ?? 0;
        const b = values[index + half] ?? 0;
        values[index] = a + b;
        values[index + half] = a - b;
      }
    }
  }
  for (let index = 0; index < LINES; index += 1) values[index] = (values[index] ?? 0) * HADAMARD_SCALE;
}
