import { useWindowedRows } from '@jetstream/app-core/hooks';
import type { Artist } from '@jetstream/api-contract';
import { useText } from '#locale/use-text.ts';
import { useNavigation } from '#navigation/navigation.tsx';
import { ArtistItem } from '../items/ArtistItem.tsx';
import { ArtistRow } from '../items/ArtistRow.tsx';
import { EmptyLibrary } from './EmptyLibrary.tsx';
import { ListToolbar } from './ListToolbar.tsx';
import { useLibraryView } from './use-library-view.ts';
import { WindowedItems } from './WindowedItems.tsx';
import { WindowedState } from './WindowedState.tsx';

type ArtistSort = 'name' | 'albums' | 'tracks';

const renderCard = (artist: Artist, width: number) => <ArtistItem artist={artist} sizeHint={width} />;
const renderRow = (artist: Artist) => <ArtistRow artist={artist} />;

export function ArtistsSegment() {
  const text = useText();
  const { navigate } = useNavigation();
  const view = useLibraryView('artists');
  const filter = { sort: view.sort.sort as ArtistSort, order: view.sort.order };
  const rows = useWindowedRows({ kind: 'artists', filter });
  const count = rows.isLoading || rows.error ? '' : text('library.artistCount', { count: rows.total });
  return (
    <>
      <ListToolbar count={count} segment="artists" view={view} />
      <WindowedState empty={<EmptyLibrary icon="artist" />} isRound layout={view.layout} rows={rows}>
        <WindowedItems
          isRound
          key={JSON.stringify(filter)}
          label={text('shell.artists')}
          layout={view.layout}
          onOpen={({ id }) => navigate({ screen: 'artist', artistId: id })}
          renderCard={renderCard}
          renderRow={renderRow}
          rows={rows}
        />
      </WindowedState>
    </>
  );
}
