import { foreseePlay, jumpTo, moveQueueItem, removeFromQueue, type QueueItem } from '@jetstream/app-core';
import { useAppDispatch } from '@jetstream/app-core/hooks';
import { memo, type KeyboardEvent } from 'react';
import { Dom, type DomProps } from '#components/Dom.tsx';
import { Icon } from '#components/Icon.tsx';
import type { MenuItem } from '#components/menu-item.ts';
import { TrackRow } from '#components/TrackRow.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { queuePlaceMenu } from './queue-menu.ts';
import { useItemMenus } from '../menus/use-item-menus.ts';

export interface QueueRowProps {
  item: QueueItem;
  /** Place in the whole queue. */
  index: number;
  count: number;
  firstMovable: number;
  drop: 'before' | 'after' | undefined;
  isLifted: boolean;
  gripProps: Partial<DomProps>;
  onMoved: (title: string, toIndex: number) => void;
}

const useStyles = createStyles(({ colors }) => ({
  frame: { width: '100%', position: 'relative', display: 'flex' },
  grip: {
    position: 'absolute',
    insetInlineStart: -12,
    width: 24,
    height: 40,
    zIndex: 1,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    color: colors.muted,
    flexShrink: 0,
  },
}));

/** One entry of the queue: drag it by the grip, move it with Alt and the arrows, or by its menu. */
export const QueueRow = memo(function QueueRow(props: QueueRowProps) {
  const { item, index, count, firstMovable, onMoved } = props;
  const styles = useStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  const menus = useItemMenus();
  const move = (toIndex: number) => {
    if (toIndex < firstMovable || toIndex >= count || toIndex === index) return;
    dispatch(moveQueueItem({ itemId: item.itemId, toIndex }));
    onMoved(item.track.title, toIndex);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown'))
      move(index + (event.key === 'ArrowUp' ? -1 : 1));
    else if (event.key === 'Delete' || event.key === 'Backspace') dispatch(removeFromQueue(item.itemId));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const menuItems = (): MenuItem[] => [
    ...queuePlaceMenu(text, { index, count, firstMovable }, move),
    ...menus
      .track(item.track, { onPlay: () => dispatch(jumpTo(item.itemId)), queueItemId: item.itemId })
      .filter(({ id }) => id !== 'play-next'),
  ];
  return (
    <Dom
      as="div"
      dataSet={{ drop: props.drop, lifted: props.isLifted ? '' : undefined, queueRow: index }}
      onKeyDown={onKeyDown as never}
      style={styles.frame}
    >
      <TrackRow
        lead="cover"
        leading={
          <Dom {...props.gripProps} aria-hidden as="span" dataSet={{ grip: '' }} style={styles.grip}>
            <Icon name="grip" size={18} />
          </Dom>
        }
        menuItems={menuItems}
        onForeseen={() => dispatch(foreseePlay(item.track))}
        onPlay={() => dispatch(jumpTo(item.itemId))}
        track={item.track}
      />
    </Dom>
  );
});
