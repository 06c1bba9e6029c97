import { playFilter, type TrackFilter } from '@jetstream/app-core';
import { useAppDispatch, useWindowedRows, type WindowedRows } from '@jetstream/app-core/hooks';
import type { Track } from '@jetstream/api-contract';
import { useCallback, useMemo, useRef } from 'react';
import { useWindowDimensions } from 'react-native';
import { Button } from '#components/Button.tsx';
import { trackRowHeight } from '#components/track-row-height.ts';
import { VirtualList, type VirtualListHandle } from '#components/VirtualList.tsx';
import { useText } from '#locale/use-text.ts';
import { useAppearance } from '#theme/theme.tsx';
import { RowPlaceholder } from '../items/Placeholders.tsx';
import { TrackItem } from '../items/TrackItem.tsx';
import { EmptyLibrary } from './EmptyLibrary.tsx';
import { FilterChips } from './FilterChips.tsx';
import { isFiltered } from './library-choices.ts';
import { ListToolbar } from './ListToolbar.tsx';
import { hasSongColumns, SongColumns, SongHeader } from './SongColumns.tsx';
import { useLibraryView, type LibraryView } from './use-library-view.ts';
import { useListReporter } from './use-list-reporter.ts';
import { WindowedState } from './WindowedState.tsx';
import { WithLetters } from './WithLetters.tsx';

type SongSort = 'title' | 'artist' | 'album' | 'year' | 'added' | 'duration';

export function SongsSegment() {
  const text = useText();
  const dispatch = useAppDispatch();
  const view = useLibraryView('songs');
  const { sort, filter: chosen } = view;
  const filter = useMemo<TrackFilter>(() => {
    const isLossless = chosen.isLossless ? 'true' : undefined;
    return { ...chosen, sort: sort.sort as SongSort, order: sort.order, isLossless };
  }, [sort.sort, sort.order, chosen]);
  const rows = useWindowedRows({ kind: 'tracks', filter });
  const shuffle = () => void dispatch(playFilter(filter, { title: text('shell.songs'), isShuffled: true }));
  const clearFilters = isFiltered(chosen) ? () => view.chooseFilter({}) : undefined;
  return (
    <>
      <ListToolbar
        actions={
          <Button
            icon="shuffle"
            isDisabled={rows.total === 0}
            label={text('library.shuffle')}
            onPress={shuffle}
            size="small"
          />
        }
        count={rows.isLoading || rows.error ? '' : text('library.songCount', { count: rows.total })}
        filters={<FilterChips filter={chosen} hasLossless onChange={view.chooseFilter} />}
        hasLayouts={false}
        segment="songs"
        view={view}
      />
      <WindowedState empty={<EmptyLibrary icon="song" onClearFilters={clearFilters} />} layout="list" rows={rows}>
        <SongRows filter={filter} key={JSON.stringify(filter)} rows={rows} view={view} />
      </WindowedState>
    </>
  );
}

interface SongRowsProps {
  rows: WindowedRows<Track>;
  filter: TrackFilter;
  view: LibraryView;
}

function SongRows({ rows, filter, view }: SongRowsProps) {
  const title = useText()('shell.songs');
  const dispatch = useAppDispatch();
  const { isDense } = useAppearance();
  const hasColumns = hasSongColumns(useWindowDimensions().width);
  const { rowAt, letters, total } = rows;
  const list = useRef<VirtualListHandle | null>(null);
  const { position, onVisibleRange } = useListReporter(rows.setVisibleRange);
  const play = useCallback(
    (startRow: number) => void dispatch(playFilter(filter, { startRow, title, isShuffled: false })),
    [dispatch, filter, title],
  );
  const renderRow = useCallback(
    (at: number) => {
      const track = rowAt(at);
      if (!track) return <RowPlaceholder />;
      const columns = hasColumns && <SongColumns track={track} />;
      return <TrackItem at={at} hasAlbum onPlay={play} track={track} trailing={columns} />;
    },
    [hasColumns, play, rowAt],
  );
  const jump = (row: number) => list.current?.scrollToRow(row, 'start');
  return (
    <WithLetters letters={letters} onJump={jump} position={position} total={total}>
      {hasColumns && <SongHeader onSort={view.chooseSort} sort={view.sort} />}
      <VirtualList
        label={title}
        onActivateRow={play}
        onVisibleRange={onVisibleRange}
        ref={list}
        renderRow={renderRow}
        rowCount={total}
        rowHeight={trackRowHeight(isDense)}
      />
    </WithLetters>
  );
}
