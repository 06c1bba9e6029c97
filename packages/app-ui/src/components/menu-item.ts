import type { IconName } from './icon-paths.ts';

export interface MenuAction {
  kind?: 'action';
  id: string;
  label: string;
  icon?: IconName;
  /** For the eye only, such as `Q`. */
  shortcut?: string;
  /** Given for choices: draws a check when true. */
  isChecked?: boolean;
  isDestructive?: boolean;
  isDisabled?: boolean;
  onSelect: () => void;
}
export interface MenuSeparator {
  kind: 'separator';
  id: string;
}
export type MenuItem = MenuAction | MenuSeparator;

/** The control that opened the menu, or the point of a right click. */
export type MenuAnchor = HTMLElement | { x: number; y: number };

export interface MenuRequest {
  anchor: MenuAnchor;
  /** What the menu is about, such as a track's title. */
  label: string;
  items: readonly MenuItem[];
}

const isAction = (item: MenuItem): item is MenuAction => item.kind !== 'separator';

/** The next item a key leads to, past separators and what is disabled, round the ends; undefined for other keys. */
export function menuIndexAfterKey(items: readonly MenuItem[], current: number, key: string): number | undefined {
  const usable = items.flatMap((item, index) => (isAction(item) && !item.isDisabled ? [index] : []));
  if (usable.length === 0) return undefined;
  const at = usable.indexOf(current);
  if (key === 'ArrowDown') return usable[(at + 1) % usable.length];
  if (key === 'ArrowUp') return usable[(at <= 0 ? usable.length : at) - 1];
  if (key === 'Home') return usable[0];
  if (key === 'End') return usable.at(-1);
  if ([...key].length !== 1 || key === ' ') return undefined;
  const typed = key.toLocaleLowerCase();
  const inOrder = [...usable.slice(at + 1), ...usable.slice(0, at + 1)];
  return inOrder.find((index) => {
    const item = items[index];
    return item !== undefined && isAction(item) && item.label.toLocaleLowerCase().startsWith(typed);
  });
}

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where a menu of this size goes so that it stays on screen: under its anchor, else above, else where there is room. */
export function placeMenu(
  anchor: Box,
  menu: { width: number; height: number },
  viewport: { width: number; height: number },
) {
  const margin = 8;
  const below = anchor.y + anchor.height + 4;
  const above = anchor.y - menu.height - 4;
  const fitsBelow = below + menu.height <= viewport.height - margin;
  const top = fitsBelow || above < margin ? below : above;
  const isPastMiddle = anchor.x + anchor.width / 2 > viewport.width / 2 && anchor.width > 0;
  const left = isPastMiddle ? anchor.x + anchor.width - menu.width : anchor.x;
  return {
    top: Math.max(margin, Math.min(top, viewport.height - menu.height - margin)),
    left: Math.max(margin, Math.min(left, viewport.width - menu.width - margin)),
  };
}
