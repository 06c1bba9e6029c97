import {
  clearQueue,
  jumpTo,
  moveQueueItem,
  selectCurrentItem,
  selectIsPlayIntended,
  selectQueueItems,
  togglePlay,
  type QueueItem,
} from '@jetstream/app-core';
import { useAppDispatch, useAppSelector } from '@jetstream/app-core/hooks';
import { useState } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { EmptyState } from '#components/EmptyState.tsx';
import { SectionHeader } from '#components/SectionHeader.tsx';
import { trackRowHeight } from '#components/track-row-height.ts';
import { TrackRow } from '#components/TrackRow.tsx';
import { VirtualList } from '#components/VirtualList.tsx';
import { VisuallyHidden } from '#components/VisuallyHidden.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { useAppearance } from '#theme/theme.tsx';
import { useItemMenus } from '../menus/use-item-menus.ts';
import { queueSourceTitle } from './queue-source-title.ts';
import { QueueRow } from './QueueRow.tsx';
import { useQueueDrag, type QueueDrag } from './use-queue-drag.ts';

const useStyles = createStyles(({ space }) => ({
  list: { gap: space.xl, flexGrow: 1, paddingTop: space.sm - 2 },
  section: { gap: space.sm },
  words: { paddingHorizontal: space.sm },
}));

/** What plays and everything after it. */
export function QueueList() {
  const styles = useStyles();
  const text = useText();
  const items = useAppSelector(selectQueueItems);
  const current = useAppSelector(selectCurrentItem);
  if (items.length === 0)
    return (
      <EmptyState hint={text('player.queueEmptyHint')} icon="queue" isCompact title={text('player.nothingPlaying')} />
    );
  return (
    <View style={styles.list}>
      {current && <CurrentRow />}
      <UpNext />
    </View>
  );
}

function CurrentRow() {
  const styles = useStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  const menus = useItemMenus();
  const item = useAppSelector(selectCurrentItem);
  const isPlaying = useAppSelector(selectIsPlayIntended);
  if (!item) return null;
  const source = queueSourceTitle(item.source, text);
  return (
    <View style={styles.section}>
      <View style={styles.words}>
        <SectionHeader level={3} title={text('player.nowPlaying')} {...(source ? { subtitle: source } : {})} />
      </View>
      <TrackRow
        isCurrent
        isPlaying={isPlaying}
        lead="cover"
        menuItems={() => menus.track(item.track, { queueItemId: item.itemId })}
        onPlay={() => dispatch(togglePlay())}
        track={item.track}
      />
    </View>
  );
}

/** The entries after what plays, moving them, and what is said of it. */
function useUpNext() {
  const text = useText();
  const dispatch = useAppDispatch();
  const items = useAppSelector(selectQueueItems);
  const current = useAppSelector(selectCurrentItem);
  const [announcement, setAnnouncement] = useState('');
  const first = current ? items.indexOf(current) + 1 : 0;
  const upNext = items.slice(first);
  const announce = (title: string, toIndex: number) =>
    setAnnouncement(text('player.movedTo', { title, position: toIndex - first + 1, count: upNext.length }));
  const move = (row: number, toRow: number) => {
    const item = upNext[row];
    if (!item) return;
    dispatch(moveQueueItem({ itemId: item.itemId, toIndex: first + toRow }));
    announce(item.track.title, first + toRow);
  };
  return { upNext, first, count: items.length, announcement, announce, move };
}

function UpNext() {
  const styles = useStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  const { isDense, textScale } = useAppearance();
  const { upNext, first, count, announcement, announce, move } = useUpNext();
  const rowHeight = trackRowHeight(isDense);
  const dragged = { rowCount: upNext.length, rowHeightPx: rowHeight * textScale, onDrop: move };
  const { drag, gripProps } = useQueueDrag(dragged);
  const activate = (row: number) => {
    const item = upNext[row];
    if (item) dispatch(jumpTo(item.itemId));
  };
  const renderRow = (row: number) => {
    const item = upNext[row];
    if (!item) return null;
    return (
      <QueueRow
        count={count}
        drop={dropMark(drag, row, upNext.length)}
        firstMovable={first}
        gripProps={gripProps(row)}
        index={first + row}
        isLifted={drag?.row === row}
        item={item}
        onMoved={announce}
      />
    );
  };
  return (
    <View style={styles.section}>
      <UpNextHeader items={upNext} />
      <VisuallyHidden isLive>{announcement}</VisuallyHidden>
      {upNext.length === 0 ? (
        <View style={styles.words}>
          <AppText tone="muted">{text('player.queueEmptyHint')}</AppText>
        </View>
      ) : (
        <VirtualList
          label={text('player.nextUp')}
          onActivateRow={activate}
          renderRow={renderRow}
          rowCount={upNext.length}
          rowHeight={rowHeight}
          rowKey={(row) => upNext[row]?.itemId ?? row}
        />
      )}
    </View>
  );
}

function UpNextHeader({ items }: { items: readonly QueueItem[] }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const dispatch = useAppDispatch();
  const length = format.length(items.reduce((sum, item) => sum + item.track.durationMs, 0));
  const clear = items.length > 0 && (
    <Button kind="quiet" label={text('player.clearQueue')} onPress={() => dispatch(clearQueue())} size="small" />
  );
  return (
    <View style={styles.words}>
      <SectionHeader
        actions={clear}
        level={3}
        title={text('player.nextUp')}
        {...(items.length > 0 ? { subtitle: text('player.queueSummary', { count: items.length, length }) } : {})}
      />
    </View>
  );
}

/** The line that shows where the dragged row would land. */
function dropMark(drag: QueueDrag | null, row: number, count: number): 'before' | 'after' | undefined {
  if (!drag || drag.toIndex === drag.row) return undefined;
  if (drag.gap === row) return 'before';
  return drag.gap === count && row === count - 1 ? 'after' : undefined;
}
