import type { MenuItem } from '#components/menu-item.ts';
import type { TextFunction } from '#locale/locale.tsx';

export interface QueuePlace {
  index: number;
  /** Entries in the whole queue. */
  count: number;
  /** The first place after what plays. */
  firstMovable: number;
}

/** The part of an entry's menu that is about its place in the queue. */
export function queuePlaceMenu(text: TextFunction, place: QueuePlace, move: (toIndex: number) => void): MenuItem[] {
  const { index, count, firstMovable } = place;
  const isFirst = index <= firstMovable;
  return [
    {
      id: 'up',
      icon: 'arrow-up',
      label: text('player.moveUp'),
      shortcut: 'Alt ↑',
      isDisabled: isFirst,
      onSelect: () => move(index - 1),
    },
    {
      id: 'down',
      icon: 'arrow-down',
      label: text('player.moveDown'),
      shortcut: 'Alt ↓',
      isDisabled: index >= count - 1,
      onSelect: () => move(index + 1),
    },
    {
      id: 'first',
      icon: 'play-next',
      label: text('player.playNext'),
      isDisabled: isFirst,
      onSelect: () => move(firstMovable),
    },
    { kind: 'separator', id: 'order' },
  ];
}
