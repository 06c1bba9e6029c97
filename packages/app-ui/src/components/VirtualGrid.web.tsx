import {
  memo,
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
  useState,
  type ReactNode,
  type Ref,
  type RefObject,
} from 'react';
import { useAppearance } from '#theme/theme.tsx';
import { Dom } from './Dom.tsx';
import { TabbableProvider } from './roving.tsx';
import { useCellFocus } from './use-cell-focus.ts';
import { useVirtualWindow } from './use-virtual-window.ts';
import { gridOf } from './virtual-window.ts';
import { rowsOf, type VirtualListHandle } from './VirtualList.tsx';

export interface VirtualGridProps {
  itemCount: number;
  renderItem: (item: number, widthPx: number) => ReactNode;
  label: string;
  /** Least width of a card at normal text size; 168, on phones 140. */
  minItemWidth?: number;
  /** Height under the square cover at normal text size: two lines of text by default. */
  captionHeight?: number;
  onActivateItem?: (item: number) => void;
  /** First and last item drawn: load these. */
  onVisibleRange?: (first: number, last: number) => void;
  /** Rows drawn beyond the edges. */
  overscan?: number;
  ref?: Ref<VirtualListHandle & { scrollToItem: (item: number) => void }>;
}

const twoLines = 54;

/** Square cards with a caption, as many a row as fit; the same promises as VirtualList. */
export function VirtualGrid(props: VirtualGridProps) {
  const {
    itemCount,
    renderItem,
    label,
    captionHeight = twoLines,
    onActivateItem,
    onVisibleRange,
    overscan = 2,
    ref,
  } = props;
  const list = useRef<HTMLDivElement>(null);
  const grid = useGridLayout(list, { itemCount, captionHeight, minItemWidth: props.minItemWidth });
  const { columns, rowHeightPx, rowCount } = grid;
  const reportItems = useCallback(
    (first: number, last: number) => onVisibleRange?.(first * columns, Math.min(itemCount, (last + 1) * columns) - 1),
    [columns, itemCount, onVisibleRange],
  );
  const window = { list, rowCount, rowHeightPx, overscan, onVisibleRange: reportItems };
  const { range, scrollToRow, pageRows } = useVirtualWindow(window);
  useImperativeHandle(
    ref,
    () => ({ scrollToRow, scrollToItem: (item) => scrollToRow(Math.floor(item / columns), 'start') }),
    [scrollToRow, columns],
  );
  const cells = { list, count: itemCount, columns, pageRows, scrollToRow, onActivate: onActivateItem };
  const { active, onKeyDown, onFocus } = useCellFocus(cells);
  const tabStop = active ?? range.first * columns;
  return (
    <Dom<HTMLDivElement>
      aria-colcount={columns}
      aria-label={label}
      aria-rowcount={rowCount}
      as="div"
      dataSet={{ virtual: 'grid' }}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
      ref={list}
      role="grid"
      style={{ height: rowCount * rowHeightPx, position: 'relative', width: '100%' }}
    >
      {rowsOf(range.first, range.end, active === null ? null : Math.floor(active / columns)).map((row) => {
        const isHere = (item: number | null) => item !== null && Math.floor(item / columns) === row;
        return (
          <GridRow
            {...grid}
            itemCount={itemCount}
            renderItem={renderItem}
            active={isHere(active) ? active : null}
            key={row}
            row={row}
            tabStop={isHere(tabStop) ? tabStop : null}
          />
        );
      })}
    </Dom>
  );
}

interface GridRowProps {
  row: number;
  itemCount: number;
  columns: number;
  cellWidthPx: number;
  rowHeightPx: number;
  gapPx: number;
  rowCount: number;
  active: number | null;
  tabStop: number | null;
  renderItem: (item: number, widthPx: number) => ReactNode;
}

const GridRow = memo(function GridRow(props: GridRowProps) {
  const { row, itemCount, columns, cellWidthPx, rowHeightPx, gapPx, active, tabStop, renderItem } = props;
  const first = row * columns;
  const items = Array.from({ length: Math.min(columns, itemCount - first) }, (_, column) => first + column);
  return (
    <div
      aria-rowindex={row + 1}
      data-virtual-row="grid"
      role="row"
      style={{ gap: gapPx, height: rowHeightPx, transform: `translateY(${row * rowHeightPx}px)` }}
    >
      {items.map((item) => (
        <div
          data-cell={item}
          key={item}
          role="gridcell"
          style={{ width: cellWidthPx }}
          tabIndex={item === tabStop ? 0 : -1}
        >
          <TabbableProvider value={item === active}>{renderItem(item, cellWidthPx)}</TabbableProvider>
        </div>
      ))}
    </div>
  );
});

interface GridSize {
  itemCount: number;
  captionHeight: number;
  minItemWidth: number | undefined;
}

function useGridLayout(list: RefObject<HTMLElement | null>, { itemCount, captionHeight, minItemWidth }: GridSize) {
  const { textScale, layout } = useAppearance();
  const isPhone = layout === 'phone';
  const gapPx = isPhone ? 16 : 24;
  const minWidth = (minItemWidth ?? (isPhone ? 140 : 168)) * Math.min(textScale, 1.5);
  const width = useWidth(list);
  const { columns, cellWidthPx } = gridOf(width, minWidth, gapPx);
  const rowHeightPx = Math.max(1, cellWidthPx) + captionHeight * textScale + gapPx;
  return { columns, cellWidthPx, gapPx, rowHeightPx, rowCount: width > 0 ? Math.ceil(itemCount / columns) : 0 };
}

function useWidth(ref: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
