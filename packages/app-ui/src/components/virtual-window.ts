/** Rows from `first` up to, not including, `end`. */
export interface RowRange {
  first: number;
  end: number;
}

export interface WindowInput {
  /** How far the viewport's top lies below the list's top; negative while the list starts further down. */
  scrolledPx: number;
  viewportPx: number;
  rowHeightPx: number;
  rowCount: number;
  overscan: number;
}

/** The rows to draw. Never more than what fits and the overscan, whatever the list's length. */
export function windowOf({ scrolledPx, viewportPx, rowHeightPx, rowCount, overscan }: WindowInput): RowRange {
  const clamp = (row: number) => Math.min(rowCount, Math.max(0, row));
  const firstVisible = Math.floor(scrolledPx / rowHeightPx);
  const endVisible = Math.ceil((scrolledPx + viewportPx) / rowHeightPx);
  return { first: clamp(firstVisible - overscan), end: clamp(Math.max(endVisible, firstVisible) + overscan) };
}

/** Where to scroll so that `row` is seen: unchanged when it already is. */
export function scrollForRow(
  row: number,
  input: Omit<WindowInput, 'overscan' | 'rowCount'>,
  align: 'nearest' | 'start' | 'center',
): number {
  const top = row * input.rowHeightPx;
  const bottom = top + input.rowHeightPx;
  if (align === 'start') return top;
  if (align === 'center') return top - (input.viewportPx - input.rowHeightPx) / 2;
  if (top < input.scrolledPx) return top;
  return bottom > input.scrolledPx + input.viewportPx ? bottom - input.viewportPx : input.scrolledPx;
}

/** The cell that a key leads to in a list (`columns` 1) or a grid. */
export function cellAfterKey(
  key: string,
  cell: number,
  layout: { count: number; columns: number; pageRows: number; isRtl: boolean },
): number | undefined {
  const { count, columns, pageRows, isRtl } = layout;
  const sideways = columns > 1 ? 1 : 0;
  const steps: Record<string, number> = {
    ArrowDown: columns,
    ArrowUp: -columns,
    ArrowRight: isRtl ? -sideways : sideways,
    ArrowLeft: isRtl ? sideways : -sideways,
    PageDown: columns * pageRows,
    PageUp: -columns * pageRows,
  };
  if (count === 0) return undefined;
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  const step = steps[key];
  if (!step) return undefined;
  const next = cell + step;
  // A step down past the last row of a grid still reaches its last, shorter row.
  if (next >= count)
    return key === 'PageDown' || (columns > 1 && Math.floor(cell / columns) < Math.floor((count - 1) / columns))
      ? count - 1
      : undefined;
  return next < 0 ? (key === 'PageUp' ? 0 : undefined) : next;
}

/** How many cards of at least `minWidthPx` fit, and how wide each is then. */
export function gridOf(widthPx: number, minWidthPx: number, gapPx: number): { columns: number; cellWidthPx: number } {
  const columns = Math.max(1, Math.floor((widthPx + gapPx) / (minWidthPx + gapPx)));
  return { columns, cellWidthPx: Math.max(0, (widthPx - gapPx * (columns - 1)) / columns) };
}
