import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import type { RowOf, RowWindowRequest } from '../services/api/row-windows.ts';
import type { RowWindow } from '../services/api/row-window.ts';
import type { ErrorInfo } from '../services/api/error-info.ts';
import { useApp } from './AppProvider.tsx';

export interface WindowedRows<T> {
  total: number;
  /** Nothing is known yet, not even the number of rows. */
  isLoading: boolean;
  error: ErrorInfo | null;
  /** Undefined while the row is on its way: show a skeleton. */
  rowAt(index: number): T | undefined;
  /** Call with the rows on screen whenever they change; rows around them are fetched ahead. */
  setVisibleRange(first: number, last: number): void;
  /** First row of each initial, for the alphabet at the side. */
  letters: readonly { letter: string; row: number }[];
  /** Changes whenever a row may have: for `extraData` of lists. */
  version: number;
  retry(): void;
}

/** Random access to a list of any length: pages are fetched around the visible rows, and a bounded number is kept. */
export function useWindowedRows<R extends RowWindowRequest>(request: R): WindowedRows<RowOf<R>> {
  const { rowWindows } = useApp();
  const key = JSON.stringify(request);
  const rows = useMemo(() => rowWindows.open(JSON.parse(key) as R) as RowWindow<RowOf<R>>, [rowWindows, key]);
  const subscribe = useCallback((onChange: () => void) => rows.subscribe(onChange), [rows]);
  const readVersion = useCallback(() => rows.version, [rows]);
  const version = useSyncExternalStore(subscribe, readVersion, readVersion);
  useEffect(() => rows.ensureLoaded(), [rows]);
  return useMemo(
    () => ({
      total: rows.total,
      isLoading: rows.isLoading,
      error: rows.error,
      rowAt: (index) => rows.rowAt(index),
      setVisibleRange: (first, last) => rows.setVisibleRange(first, last),
      letters: rows.letters,
      version,
      retry: () => rows.retry(),
    }),
    [rows, version],
  );
}
