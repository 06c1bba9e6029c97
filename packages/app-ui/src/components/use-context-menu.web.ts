import { useRef, type KeyboardEvent, type MouseEvent, type PointerEvent } from 'react';
import { useOpenMenu } from './Menu.tsx';
import type { MenuItem } from './menu-item.ts';

const longPressMs = 500;
const touchSlopPx = 10;

/** Lifting the finger after a long press is no tap, neither on the row nor on the menu that has opened under it. */
function ignoreLift(): void {
  const swallow = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  const once = { capture: true, once: true };
  addEventListener('click', swallow, once);
  addEventListener('pointerdown', () => removeEventListener('click', swallow, { capture: true }), once);
}

/**
 * Props for anything with a context menu: right click, long press, Shift+F10 and the menu key all open it.
 * Returns an empty object when there are no items to show.
 */
export function useContextMenu(label: string, items: (() => readonly MenuItem[]) | undefined) {
  const openMenu = useOpenMenu();
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  if (!items) return {};
  const endPress = () => {
    if (press.current) clearTimeout(press.current.timer);
    press.current = null;
  };
  return {
    onContextMenu: (event: MouseEvent<HTMLElement>) => {
      event.preventDefault();
      event.stopPropagation();
      // Opened by key the event has no place of its own: the row is the anchor.
      const isByKey = event.clientX === 0 && event.clientY === 0;
      openMenu({
        anchor: isByKey ? event.currentTarget : { x: event.clientX, y: event.clientY },
        label,
        items: items(),
      });
    },
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.pointerType !== 'touch') return;
      const { clientX: x, clientY: y } = event;
      const open = () => {
        ignoreLift();
        openMenu({ anchor: { x, y }, label, items: items() });
      };
      const timer = setTimeout(open, longPressMs);
      press.current = { timer, x, y };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const start = press.current;
      if (start && Math.hypot(event.clientX - start.x, event.clientY - start.y) > touchSlopPx) endPress();
    },
    onPointerUp: endPress,
    onPointerCancel: endPress,
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key !== 'ContextMenu' && !(event.key === 'F10' && event.shiftKey)) return;
      event.preventDefault();
      event.stopPropagation();
      openMenu({ anchor: event.currentTarget, label, items: items() });
    },
  };
}
