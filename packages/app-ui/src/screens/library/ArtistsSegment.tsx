import { useWindowedRows, type WindowedRows } from '@jetstream/app-core/hooks';
import type { Artist } from '@jetstream/api-contract';
import { useCallback, useRef } from 'react';
import { VirtualGrid } from '#components/VirtualGrid.tsx';
import { VirtualList, type VirtualListHandle } from '#components/VirtualList.tsx';
import { useText } from '#locale/use-text.ts';
import { useNavigation } from '#navigation/navigation.tsx';
import { ArtistItem } from '../items/ArtistItem.tsx';
import { ArtistRow } from '../items/ArtistRow.tsx';
import { itemRowHeight } from '../items/ItemRow.tsx';
import { CardPlaceholder, RowPlaceholder } from '../items/Placeholders.tsx';
import { EmptyLibrary } from './EmptyLibrary.tsx';
import { ListToolbar } from './ListToolbar.tsx';
import { useLibraryView } from './use-library-view.ts';
import { useListReporter } from './use-list-reporter.ts';
import { WindowedState } from './WindowedState.tsx';
import { WithLetters } from './WithLetters.tsx';

type ArtistSort = 'name' | 'albums' | 'tracks';

export function ArtistsSegment() {
  const text = useText();
  const view = useLibraryView('artists');
  const filter = { sort: view.sort.sort as ArtistSort, order: view.sort.order };
  const rows = useWindowedRows({ kind: 'artists', filter });
  const count = rows.isLoading || rows.error ? '' : text('library.artistCount', { count: rows.total });
  return (
    <>
      <ListToolbar count={count} segment="artists" view={view} />
      <WindowedState empty={<EmptyLibrary icon="artist" />} isRound layout={view.layout} rows={rows}>
        <ArtistRows key={JSON.stringify(filter)} layout={view.layout} rows={rows} />
      </WindowedState>
    </>
  );
}

function ArtistRows({ rows, layout }: { rows: WindowedRows<Artist>; layout: 'grid' | 'list' }) {
  const text = useText();
  const { navigate } = useNavigation();
  const { rowAt, letters, total } = rows;
  const grid = useRef<(VirtualListHandle & { scrollToItem: (item: number) => void }) | null>(null);
  const list = useRef<VirtualListHandle | null>(null);
  const { position, onVisibleRange } = useListReporter(rows.setVisibleRange);
  const renderCard = useCallback(
    (at: number, width: number) => {
      const artist = rowAt(at);
      return artist ? <ArtistItem artist={artist} sizeHint={width} /> : <CardPlaceholder isRound />;
    },
    [rowAt],
  );
  const renderRow = useCallback(
    (at: number) => {
      const artist = rowAt(at);
      return artist ? <ArtistRow artist={artist} /> : <RowPlaceholder />;
    },
    [rowAt],
  );
  const open = (at: number) => {
    const artist = rowAt(at);
    if (artist) navigate({ screen: 'artist', artistId: artist.id });
  };
  const jump = (row: number) => {
    grid.current?.scrollToItem(row);
    list.current?.scrollToRow(row, 'start');
  };
  const shared = { label: text('shell.artists'), onVisibleRange };
  return (
    <WithLetters letters={letters} onJump={jump} position={position} total={total}>
      {layout === 'grid' ? (
        <VirtualGrid {...shared} itemCount={total} onActivateItem={open} ref={grid} renderItem={renderCard} />
      ) : (
        <VirtualList
          {...shared}
          onActivateRow={open}
          ref={list}
          renderRow={renderRow}
          rowCount={total}
          rowHeight={itemRowHeight}
        />
      )}
    </WithLetters>
  );
}
