export interface TimedLine {
  startMs: number | null;
  text: string;
}

/** The line sung at `positionMs`: the last one that has begun, or -1 before the first. Binary search: it runs at each tick. */
export function lineAt(lines: readonly TimedLine[], positionMs: number): number {
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle]?.startMs ?? 0) <= positionMs) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
