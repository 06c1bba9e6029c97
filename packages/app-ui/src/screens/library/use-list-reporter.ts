import { useCallback, useState } from 'react';

/** Where a list stands, told to whoever listens without rendering the list again. */
export interface RowPosition {
  read(): number;
  subscribe(listener: () => void): () => void;
}

function createRowPosition(): RowPosition & { move(row: number): void } {
  let current = 0;
  const listeners = new Set<() => void>();
  return {
    read: () => current,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    move: (row) => {
      current = row;
      for (const listener of listeners) listener();
    },
  };
}

/** What a virtual list tells as it scrolls: rows to load, and where the letters stand. */
export function useListReporter(setVisibleRange: (first: number, last: number) => void) {
  const [position] = useState(createRowPosition);
  const onVisibleRange = useCallback(
    (first: number, last: number) => {
      setVisibleRange(first, last);
      position.move(first);
    },
    [position, setVisibleRange],
  );
  return { position, onVisibleRange };
}
