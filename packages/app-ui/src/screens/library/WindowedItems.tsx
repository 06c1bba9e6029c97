import type { WindowedRows } from '@jetstream/app-core/hooks';
import { useCallback, useRef, type ReactNode } from 'react';
import { VirtualGrid } from '#components/VirtualGrid.tsx';
import { VirtualList, type VirtualListHandle } from '#components/VirtualList.tsx';
import { itemRowHeight } from '../items/ItemRow.tsx';
import { CardPlaceholder, RowPlaceholder } from '../items/Placeholders.tsx';
import { useListReporter } from './use-list-reporter.ts';
import { WithLetters } from './WithLetters.tsx';

export interface WindowedItemsProps<Item> {
  rows: WindowedRows<Item>;
  layout: 'grid' | 'list';
  label: string;
  isRound?: boolean;
  /** Both are to stay the same functions, or every row is drawn anew. */
  renderCard: (item: Item, width: number) => ReactNode;
  renderRow: (item: Item) => ReactNode;
  onOpen: (item: Item) => void;
}

/** A long list as cards or rows, of which only those near the eye are loaded, with letters to jump by. */
export function WindowedItems<Item>(props: WindowedItemsProps<Item>) {
  const { rows, layout, label, isRound = false, renderCard, renderRow, onOpen } = props;
  const { rowAt, letters, total } = rows;
  const grid = useRef<(VirtualListHandle & { scrollToItem: (item: number) => void }) | null>(null);
  const list = useRef<VirtualListHandle | null>(null);
  const { position, onVisibleRange } = useListReporter(rows.setVisibleRange);
  const cardAt = useCallback(
    (at: number, width: number) => {
      const item = rowAt(at);
      return item ? renderCard(item, width) : <CardPlaceholder isRound={isRound} />;
    },
    [rowAt, renderCard, isRound],
  );
  const lineAt = useCallback(
    (at: number) => {
      const item = rowAt(at);
      return item ? renderRow(item) : <RowPlaceholder />;
    },
    [rowAt, renderRow],
  );
  const open = (at: number) => {
    const item = rowAt(at);
    if (item) onOpen(item);
  };
  const jump = (row: number) => {
    grid.current?.scrollToItem(row);
    list.current?.scrollToRow(row, 'start');
  };
  const shared = { label, onVisibleRange };
  return (
    <WithLetters letters={letters} onJump={jump} position={position} total={total}>
      {layout === 'grid' ? (
        <VirtualGrid {...shared} itemCount={total} onActivateItem={open} ref={grid} renderItem={cardAt} />
      ) : (
        <VirtualList
          {...shared}
          onActivateRow={open}
          ref={list}
          renderRow={lineAt}
          rowCount={total}
          rowHeight={itemRowHeight}
        />
      )}
    </WithLetters>
  );
}
