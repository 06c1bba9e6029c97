import type { BitWriter } from './bit-writer.ts';

/** How a residual is split and coded: `2 ** order` partitions with a Rice parameter each. */
export type RicePlan = { readonly order: number; readonly parameters: readonly number[]; readonly bits: number };

const HIGHEST_ORDER = 6;
/** With five-bit parameters all but 31, the escape, may be used; 16-bit audio needs no more. */
const HIGHEST_PARAMETER = 30;

/** Finds the split that codes `residual` in the fewest bits. The first `warmUp` samples of the block are not in it. */
export function planRice(residual: Int32Array, warmUp: number): RicePlan {
  const blockSize = residual.length + warmUp;
  let order = 0;
  while (order < HIGHEST_ORDER && blockSize % (2 << order) === 0 && blockSize >> (order + 1) > warmUp) order += 1;
  let sums = sumFolded(residual, warmUp, order);
  let best: RicePlan | undefined;
  for (; order >= 0; order -= 1) {
    const plan = planPartitions(sums, { order, blockSize, warmUp });
    if (best === undefined || plan.bits < best.bits) best = plan;
    sums = Float64Array.from(
      { length: sums.length / 2 },
      (_, index) => (sums[index * 2] ?? 0) + (sums[index * 2 + 1] ?? 0),
    );
  }
  return best ?? { order: 0, parameters: [0], bits: 0 };
}

/** Writes the coding method, the parameters and the residual (RFC 9639, section 9.2.7). */
export function writeRice(writer: BitWriter, residual: Int32Array, plan: RicePlan, warmUp: number): void {
  const isWide = plan.parameters.some((parameter) => parameter > 14);
  writer.write(isWide ? 1 : 0, 2);
  writer.write(plan.order, 4);
  const size = (residual.length + warmUp) >> plan.order;
  let from = 0;
  plan.parameters.forEach((parameter, partition) => {
    const to = (partition + 1) * size - warmUp;
    writer.write(parameter, isWide ? 5 : 4);
    for (let index = from; index < to; index += 1) {
      const folded = fold(residual[index] ?? 0);
      writer.writeUnary(folded >>> parameter);
      if (parameter > 0) writer.write(folded, parameter);
    }
    from = to;
  });
}

/** 0, -1, 1, -2, 2 … become 0, 1, 2, 3, 4 … */
function fold(value: number): number {
  return ((value << 1) ^ (value >> 31)) >>> 0;
}

function sumFolded(residual: Int32Array, warmUp: number, order: number): Float64Array {
  const sums = new Float64Array(1 << order);
  const size = (residual.length + warmUp) >> order;
  let from = 0;
  for (let partition = 0; partition < sums.length; partition += 1) {
    const to = (partition + 1) * size - warmUp;
    let sum = 0;
    for (let index = from; index < to; index += 1) sum += fold(residual[index] ?? 0);
    sums[partition] = sum;
    from = to;
  }
  return sums;
}

function planPartitions(
  sums: Float64Array,
  { order, blockSize, warmUp }: { readonly order: number; readonly blockSize: number; readonly warmUp: number },
): RicePlan {
  const parameters: number[] = [];
  let bits = 6;
  sums.forEach((sum, partition) => {
    const count = (blockSize >> order) - (partition === 0 ? warmUp : 0);
    const { parameter, cost } = cheapestParameter(sum, count);
    parameters.push(parameter);
    bits += cost;
  });
  const width = parameters.some((parameter) => parameter > 14) ? 5 : 4;
  return { order, parameters, bits: bits + width * parameters.length };
}

/** The sum shifted down is close to the sum of the shifted values: within half a bit a sample. */
function cheapestParameter(sum: number, count: number): { parameter: number; cost: number } {
  const mean = sum / Math.max(1, count);
  const guess = Math.max(0, Math.floor(Math.log2(mean + 1e-9)));
  let best = { parameter: 0, cost: Infinity };
  for (let parameter = Math.max(0, guess - 1); parameter <= Math.min(HIGHEST_PARAMETER, guess + 1); parameter += 1) {
    const shifted = parameter === 0 ? sum : Math.max(0, sum / 2 ** parameter - count * 0.5);
    const cost = count * (parameter + 1) + shifted;
    if (cost < best.cost) best = { parameter, cost };
  }
  return best;
}
