/** Percentiles and one-line reports shared by the benchmarks. */
export interface Spread {
  min: number;
  p50: number;
  p99: number;
  max: number;
  count: number;
}

export function spreadOf(samples: readonly number[]): Spread {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { min: at(0), p50: at(0.5), p99: at(0.99), max: at(1), count: sorted.length };
}

/** Runs `work` `count` times after `warmUp` uncounted runs; milliseconds each. */
export async function timeRuns(
  count: number,
  warmUp: number,
  work: (run: number) => Promise<unknown>,
): Promise<number[]> {
  const samples: number[] = [];
  for (let run = -warmUp; run < count; run++) {
    const start = performance.now();
    await work(run);
    if (run >= 0) samples.push(performance.now() - start);
  }
  return samples;
}

export function printSpread(name: string, samples: readonly number[], unit = 'ms'): void {
  const { min, p50, p99, max, count } = spreadOf(samples);
  const show = (value: number) => value.toFixed(value < 10 ? 2 : 1);
  console.log(`${name}: p50 ${show(p50)} ${unit}, p99 ${show(p99)}, min ${show(min)}, max ${show(max)} (n=${count})`);
}

/** The line a reader looks for: what was reached against what was asked. */
export function printVerdict(claim: string, reached: number, limit: number, isMet: boolean): void {
  console.log(`${isMet ? 'MET ' : 'MISS'} ${claim}: ${reached.toFixed(2)} (asked: ${limit})`);
}
