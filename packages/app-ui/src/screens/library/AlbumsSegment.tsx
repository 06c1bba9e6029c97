import { useWindowedRows } from '@jetstream/app-core/hooks';
import type { Album } from '@jetstream/api-contract';
import { useText } from '#locale/use-text.ts';
import { useNavigation } from '#navigation/navigation.tsx';
import { AlbumItem } from '../items/AlbumItem.tsx';
import { AlbumRow } from '../items/AlbumRow.tsx';
import { EmptyLibrary } from './EmptyLibrary.tsx';
import { FilterChips } from './FilterChips.tsx';
import { isFiltered } from './library-choices.ts';
import { ListToolbar } from './ListToolbar.tsx';
import { useLibraryView } from './use-library-view.ts';
import { WindowedItems } from './WindowedItems.tsx';
import { WindowedState } from './WindowedState.tsx';

type AlbumSort = 'title' | 'artist' | 'year' | 'added';

const renderCard = (album: Album, width: number) => <AlbumItem album={album} sizeHint={width} />;
const renderRow = (album: Album) => <AlbumRow album={album} />;

export function AlbumsSegment() {
  const text = useText();
  const { navigate } = useNavigation();
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
        <WindowedItems
          key={JSON.stringify(filter)}
          label={text('shell.albums')}
          layout={view.layout}
          onOpen={({ id }) => navigate({ screen: 'album', albumId: id })}
          renderCard={renderCard}
          renderRow={renderRow}
          rows={rows}
        />
      </WindowedState>
    </>
  );
}
