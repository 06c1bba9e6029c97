import { useEffect, useLayoutEffect, useState, useSyncExternalStore, type RefObject } from 'react';
import { useScrollContainer } from './scroll-container.ts';
import type { RowRange } from './virtual-window.ts';
import { WindowTracker, type RowAlign, type WindowSize } from './window-tracker.ts';

export interface VirtualWindow {
  range: RowRange;
  scrollToRow: (row: number, align?: RowAlign) => void;
  pageRows: () => number;
}

interface WindowOptions extends WindowSize {
  list: RefObject<HTMLElement | null>;
  onVisibleRange: ((first: number, last: number) => void) | undefined;
}

/** The rows to draw of a list inside the page's scroll container. */
export function useVirtualWindow({
  list,
  onVisibleRange,
  rowCount,
  rowHeightPx,
  overscan,
}: WindowOptions): VirtualWindow {
  const container = useScrollContainer();
  const [tracker] = useState(() => new WindowTracker({ rowCount, rowHeightPx, overscan }));
  const range = useSyncExternalStore(tracker.subscribe, tracker.getRange);
  useLayoutEffect(() => {
    if (list.current && container.current) return tracker.attach(list.current, container.current);
    return undefined;
  }, [container, list, tracker]);
  useLayoutEffect(
    () => tracker.resize({ rowCount, rowHeightPx, overscan }),
    [tracker, rowCount, rowHeightPx, overscan],
  );
  useEffect(() => {
    if (range.end > range.first) onVisibleRange?.(range.first, range.end - 1);
  }, [range, onVisibleRange]);
  return { range, scrollToRow: tracker.scrollToRow, pageRows: tracker.pageRows };
}
