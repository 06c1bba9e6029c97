import type { BitWriter } from './bit-writer.ts';
import { planRice, writeRice, type RicePlan } from './rice.ts';

const HIGHEST_ORDER = 4;
const VERBATIM = 0b000001;
const CONSTANT = 0b000000;
const FIXED = 0b001000;

/** One channel of one frame, coded the cheapest way found. `bits` is close to, not exactly, what it takes. */
export type SubframePlan = {
  readonly samples: Int32Array;
  readonly depth: number;
  readonly bits: number;
  readonly coding:
    | { readonly kind: 'constant' }
    | { readonly kind: 'verbatim' }
    | { readonly kind: 'fixed'; readonly order: number; readonly residual: Int32Array; readonly rice: RicePlan };
};

/** Chooses among constant, verbatim and the five fixed predictors (RFC 9639, section 9.2). */
export function planSubframe(samples: Int32Array, depth: number): SubframePlan {
  if (samples.every((sample) => sample === samples[0])) {
    return { samples, depth, bits: 8 + depth, coding: { kind: 'constant' } };
  }
  const order = pickOrder(samples);
  const residual = predict(samples, order);
  const rice = planRice(residual, order);
  const bits = 8 + order * depth + rice.bits;
  const verbatimBits = 8 + samples.length * depth;
  if (verbatimBits <= bits) return { samples, depth, bits: verbatimBits, coding: { kind: 'verbatim' } };
  return { samples, depth, bits, coding: { kind: 'fixed', order, residual, rice } };
}

export function writeSubframe(writer: BitWriter, { samples, depth, coding }: SubframePlan): void {
  if (coding.kind === 'constant') {
    writer.write(CONSTANT << 1, 8);
    writer.write(samples[0] ?? 0, depth);
  } else if (coding.kind === 'verbatim') {
    writer.write(VERBATIM << 1, 8);
    for (const sample of samples) writer.write(sample, depth);
  } else {
    writer.write((FIXED | coding.order) << 1, 8);
    for (let index = 0; index < coding.order; index += 1) writer.write(samples[index] ?? 0, depth);
    writeRice(writer, coding.residual, coding.rice, coding.order);
  }
}

/** The order whose differences are smallest in sum: each order differences the one below once more. */
function pickOrder(samples: Int32Array): number {
  const sums = new Float64Array(HIGHEST_ORDER + 1);
  let [last0, last1, last2, last3] = [0, 0, 0, 0];
  for (let index = 0; index < samples.length; index += 1) {
    const order0 = samples[index] ?? 0;
    const order1 = order0 - last0;
    const order2 = order1 - last1;
    const order3 = order2 - last2;
    const order4 = order3 - last3;
    [last0, last1, last2, last3] = [order0, order1, order2, order3];
    if (index < HIGHEST_ORDER) continue;
    sums[0] = (sums[0] ?? 0) + Math.abs(order0);
    sums[1] = (sums[1] ?? 0) + Math.abs(order1);
    sums[2] = (sums[2] ?? 0) + Math.abs(order2);
    sums[3] = (sums[3] ?? 0) + Math.abs(order3);
    sums[4] = (sums[4] ?? 0) + Math.abs(order4);
  }
  const highest = Math.min(HIGHEST_ORDER, samples.length - 1);
  return sums.subarray(0, highest + 1).indexOf(Math.min(...sums.subarray(0, highest + 1)));
}

function predict(samples: Int32Array, order: number): Int32Array {
  let differences = samples;
  for (let round = 0; round < order; round += 1) {
    const next = new Int32Array(differences.length - 1);
    for (let index = 0; index < next.length; index += 1)
      next[index] = (differences[index + 1] ?? 0) - (differences[index] ?? 0);
    differences = next;
  }
  return differences;
}
