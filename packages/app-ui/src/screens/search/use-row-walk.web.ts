import { useRef, type KeyboardEvent } from 'react';
import type { HostElement } from 'react-native';

/** Marks what the arrow keys visit: `dataSet={walkable}` on an element with `tabIndex={-1}`. */
export const walkable = { walk: '' } as const;

/** Where an arrow leads from place `at` (0 is the field) among `count` places; undefined for other keys. */
export function placeAfterKey(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowDown') return Math.min(count - 1, at + 1);
  if (key === 'ArrowUp') return Math.max(0, at - 1);
  return undefined;
}

/** Up and down walk from the search field through the results and back, moving the real focus. */
export function useRowWalk() {
  const ref = useRef<HostElement>(null);
  const onKeyDown = (event: KeyboardEvent<HostElement>) => {
    const container = ref.current;
    if (!container || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const places = [...container.querySelectorAll<HTMLElement>('input, [data-walk]')];
    const current = document.activeElement?.closest<HTMLElement>('input, [data-walk]') ?? null;
    const at = current ? places.indexOf(current) : -1;
    const next = at < 0 ? undefined : placeAfterKey(event.key, at, places.length);
    if (next === undefined) return;
    event.preventDefault();
    places[next]?.focus();
  };
  return { ref, onKeyDown };
}
