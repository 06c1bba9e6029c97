import { useWindowedRows, type WindowedRows } from '@jetstream/app-core/hooks';
import type { Album } from '@jetstream/api-contract';
import { useCallback, useRef } from 'react';
import { VirtualGrid } from '#components/VirtualGrid.tsx';
import { VirtualList, type VirtualListHandle } from '#components/VirtualList.tsx';
import { useText } from '#locale/use-text.ts';
import { useNavigation } from '#navigation/navigation.tsx';
import { AlbumItem } from '../items/AlbumItem.tsx';
import { AlbumRow } from '../items/AlbumRow.tsx';
import { itemRowHeight } from '../items/ItemRow.tsx';
import { CardPlaceholder, RowPlaceholder } from '../items/Placeholders.tsx';
import { EmptyLibrary } from './EmptyLibrary.tsx';
import { FilterChips } from './FilterChips.tsx';
import { isFiltered } from './library-choices.ts';
import { ListToolbar } from './ListToolbar.tsx';
import { useLibraryView } from './use-library-view.ts';
import { useListReporter } from './use-list-reporter.ts';
import { WindowedState } from './WindowedState.tsx';
import { WithLetters } from './WithLetters.tsx';

type AlbumSort = 'title' | 'artist' | 'year' | 'added';

export function AlbumsSegment() {
  const text = useText();
  const view = useLibraryView('albums');
  const { genreId, fromYear, toYear } = view.filter;
  const filter = { sort: view.sort.sort as AlbumSort, order: view.sort.order, genreId, fromYear, toYear };
  const rows = useWindowedRows({ kind: 'albums', filter });
  const clearFilters = isFiltered(view.filter) ? () => view.chooseFilter({}) : undefined;
  return (
    <>
      <ListToolbar
        count={rows.isLoading || rows.error ? '' : text('library.albumCount', { count: rows.total })}
        filters={<FilterChips filter={view.filter} onChange={view.chooseFilter} />}
        segment="albums"
        view={view}
      />
      <WindowedState
        empty={<EmptyLibrary icon="album" onClearFilters={clearFilters} />}
        layout={view.layout}
        rows={rows}
      >
        <AlbumRows key={JSON.stringify(filter)} layout={view.layout} rows={rows} />
      </WindowedState>
    </>
  );
}

function AlbumRows({ rows, layout }: { rows: WindowedRows<Album>; layout: 'grid' | 'list' }) {
  const text = useText();
  const { navigate } = useNavigation();
  const { rowAt, letters, total } = rows;
  const grid = useRef<(VirtualListHandle & { scrollToItem: (item: number) => void }) | null>(null);
  const list = useRef<VirtualListHandle | null>(null);
  const { position, onVisibleRange } = useListReporter(rows.setVisibleRange);
  const renderCard = useCallback(
    (at: number, width: number) => {
      const album = rowAt(at);
      return album ? <AlbumItem album={album} sizeHint={width} /> : <CardPlaceholder />;
    },
    [rowAt],
  );
  const renderRow = useCallback(
    (at: number) => {
      const album = rowAt(at);
      return album ? <AlbumRow album={album} /> : <RowPlaceholder />;
    },
    [rowAt],
  );
  const open = (at: number) => {
    const album = rowAt(at);
    if (album) navigate({ screen: 'album', albumId: album.id });
  };
  const jump = (row: number) => {
    grid.current?.scrollToItem(row);
    list.current?.scrollToRow(row, 'start');
  };
  const shared = { label: text('shell.albums'), onVisibleRange };
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
