import { useState, type FocusEvent, type KeyboardEvent, type RefObject } from 'react';
import { cellAfterKey } from './virtual-window.ts';

interface CellFocusOptions {
  list: RefObject<HTMLElement | null>;
  count: number;
  columns: number;
  pageRows: () => number;
  scrollToRow: (row: number) => void;
  onActivate: ((cell: number) => void) | undefined;
}

const cellOf = (target: EventTarget | null): number | undefined => {
  const cell = target instanceof Element ? target.closest<HTMLElement>('[data-cell]')?.dataset['cell'] : undefined;
  return cell === undefined ? undefined : Number(cell);
};

/** Keys of the row itself: its menu, moving and removing it. */
function isForRow({ key, altKey, shiftKey }: KeyboardEvent): boolean {
  return altKey || key === 'ContextMenu' || (key === 'F10' && shiftKey) || key === 'Delete' || key === 'Backspace';
}

/** The focus is on the cell, outside the row: the row hears the key as if the focus were inside. */
function forwardToRow(event: KeyboardEvent<HTMLElement>): void {
  const { key, code, altKey, shiftKey } = event.nativeEvent;
  const row = event.target instanceof Element ? event.target.firstElementChild : null;
  const copy = new globalThis.KeyboardEvent('keydown', {
    key,
    code,
    altKey,
    shiftKey,
    bubbles: true,
    cancelable: true,
  });
  if (row?.dispatchEvent(copy) !== false) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Roving focus over cells that come and go: the cell is scrolled into the page first and focused once it is there. */
export function useCellFocus({ list, count, columns, pageRows, scrollToRow, onActivate }: CellFocusOptions) {
  const [active, setActive] = useState<number | null>(null);
  const focusCell = (cell: number, attempts = 10) => {
    const element = list.current?.querySelector<HTMLElement>(`[data-cell="${cell}"]`);
    if (element) element.focus({ preventScroll: true });
    else if (attempts > 0) requestAnimationFrame(() => focusCell(cell, attempts - 1));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const cell = cellOf(event.target);
    if (cell === undefined || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
    const isOnCell = (event.target as HTMLElement).dataset['cell'] !== undefined;
    if (event.key === 'Enter' && isOnCell && onActivate) {
      event.preventDefault();
      onActivate(cell);
      return;
    }
    if (isOnCell && isForRow(event)) return forwardToRow(event);
    const isRtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    if (event.altKey) return;
    const next = cellAfterKey(event.key, cell, { count, columns, pageRows: pageRows(), isRtl });
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    setActive(next);
    scrollToRow(Math.floor(next / columns));
    focusCell(next);
  };
  const onFocus = (event: FocusEvent<HTMLElement>) => {
    const cell = cellOf(event.target);
    if (cell !== undefined) setActive(cell);
  };
  return { active: active !== null && active < count ? active : null, onKeyDown, onFocus };
}
