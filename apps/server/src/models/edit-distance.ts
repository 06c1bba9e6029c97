export interface ErrorCount {
  ofWord: number;
  ofPrefix: number;
}

type Row = Uint8Array;

/**
 * Letters to add, drop, replace or swap with their neighbour (optimal string alignment) to make `typed` the whole of
 * `known`, or the beginning of it. Counts no further than one more than `allowed`.
 */
export function countErrors(typed: string, known: string, allowed: number): ErrorCount {
  const tooMany = { ofWord: allowed + 1, ofPrefix: allowed + 1 };
  const width = Math.min(known.length, typed.length + allowed);
  // Three rows of the table are enough to see swapped letters.
  let [beforeLast, last, current] = [0, 1, 2].map(() => new Uint8Array(width + 1)) as [Row, Row, Row];
  for (let column = 0; column <= width; column++) last[column] = column;
  for (let row = 1; row <= typed.length; row++) {
    current[0] = row;
    let least = row;
    for (let column = 1; column <= width; column++) {
      const errors = countCell(typed, known, row, column);
      current[column] = errors;
      if (errors < least) least = errors;
    }
    if (least > allowed) return tooMany;
    [beforeLast, last, current] = [last, current, beforeLast];
  }
  let ofPrefix = allowed + 1;
  for (let column = 0; column <= width; column++) ofPrefix = Math.min(ofPrefix, last[column] ?? ofPrefix);
  return { ofWord: Math.min(allowed + 1, (last[width] ?? 0) + known.length - width), ofPrefix };

  function countCell(a: string, b: string, row: number, column: number): number {
    const isSame = a.charCodeAt(row - 1) === b.charCodeAt(column - 1);
    const replaced = (last[column - 1] ?? 0) + (isSame ? 0 : 1);
    const errors = Math.min(replaced, (last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
    const isSwapped =
      row > 1 &&
      column > 1 &&
      a.charCodeAt(row - 1) === b.charCodeAt(column - 2) &&
      a.charCodeAt(row - 2) === b.charCodeAt(column - 1);
    return isSwapped ? Math.min(errors, (beforeLast[column - 2] ?? 0) + 1) : errors;
  }
}
