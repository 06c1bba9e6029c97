import { memo, useImperativeHandle, useRef, type ReactNode, type Ref } from 'react';
import { useAppearance } from '#theme/theme.tsx';
import { Dom } from './Dom.tsx';
import { TabbableProvider } from './roving.tsx';
import { useCellFocus } from './use-cell-focus.ts';
import { useVirtualWindow } from './use-virtual-window.ts';

export interface VirtualListHandle {
  scrollToRow: (row: number, align?: 'nearest' | 'start' | 'center') => void;
}
export interface VirtualListProps {
  rowCount: number;
  /** Pixels at normal text size; the list scales it with the text. */
  rowHeight: number;
  renderRow: (row: number) => ReactNode;
  /** What the list is of, for screen readers. */
  label: string;
  /** Enter on a row. */
  onActivateRow?: (row: number) => void;
  /** First and last row drawn, overscan included: load these. */
  onVisibleRange?: (first: number, last: number) => void;
  overscan?: number;
  /** The key of a row that keeps its identity while rows move (the queue). */
  rowKey?: (row: number) => string | number;
  ref?: Ref<VirtualListHandle>;
}

/**
 * Rows of one height inside the page's scroll container. Only what is seen is in the page; Tab stops once, the arrows,
 * Page, Home and End walk, Enter activates, and the row with the focus opens its buttons to Tab.
 */
export function VirtualList(props: VirtualListProps) {
  const { rowCount, rowHeight, renderRow, label, onActivateRow, onVisibleRange, overscan = 8, rowKey, ref } = props;
  const { textScale } = useAppearance();
  const rowHeightPx = rowHeight * textScale;
  const list = useRef<HTMLDivElement>(null);
  const { range, scrollToRow, pageRows } = useVirtualWindow({ list, rowCount, rowHeightPx, overscan, onVisibleRange });
  useImperativeHandle(ref, () => ({ scrollToRow }), [scrollToRow]);
  const { active, onKeyDown, onFocus } = useCellFocus({
    list,
    count: rowCount,
    columns: 1,
    pageRows,
    scrollToRow,
    onActivate: onActivateRow,
  });
  const tabStop = active ?? range.first;
  return (
    <Dom<HTMLDivElement>
      aria-label={label}
      aria-rowcount={rowCount}
      as="div"
      dataSet={{ virtual: 'list' }}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      ref={list}
      role="grid"
      style={{ height: rowCount * rowHeightPx, position: 'relative', width: '100%' }}
    >
      {rowsOf(range.first, range.end, active).map((row) => (
        <VirtualRow
          heightPx={rowHeightPx}
          isActive={row === active}
          isTabStop={row === tabStop}
          key={rowKey ? rowKey(row) : row}
          renderRow={renderRow}
          row={row}
        />
      ))}
    </Dom>
  );
}

interface VirtualRowProps {
  row: number;
  heightPx: number;
  isActive: boolean;
  isTabStop: boolean;
  renderRow: (row: number) => ReactNode;
}

/** Scrolling renders only the rows that come: those that stay have the same props. */
const VirtualRow = memo(function VirtualRow({ row, heightPx, isActive, isTabStop, renderRow }: VirtualRowProps) {
  return (
    <div
      aria-rowindex={row + 1}
      data-virtual-row=""
      role="row"
      style={{ height: heightPx, transform: `translateY(${row * heightPx}px)` }}
    >
      <div data-cell={row} role="gridcell" tabIndex={isTabStop ? 0 : -1}>
        <TabbableProvider value={isActive}>{renderRow(row)}</TabbableProvider>
      </div>
    </div>
  );
});

/** The focused row stays in the page, even scrolled away, or the focus would fall back to the body. */
export function rowsOf(first: number, end: number, kept: number | null): number[] {
  const rows = Array.from({ length: end - first }, (_, index) => first + index);
  if (kept === null) return rows;
  if (kept < first) return [kept, ...rows];
  return kept >= end ? [...rows, kept] : rows;
}
