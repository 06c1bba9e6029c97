const SIZE = 4096;
const table = Float64Array.from({ length: SIZE + 1 }, (_, index) => Math.sin((2 * Math.PI * index) / SIZE));

/** Sine of a phase in cycles, by table: within 3e-7 of `Math.sin` and a good deal faster. */
export function sineOf(cycles: number): number {
  const position = (cycles - Math.floor(cycles)) * SIZE;
  const whole = position | 0;
  const here = table[whole] ?? 0;
  return here + ((table[whole + 1] ?? here) - here) * (position - whole);
}
