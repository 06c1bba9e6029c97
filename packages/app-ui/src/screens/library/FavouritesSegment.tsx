import { playTracks } from '@jetstream/app-core';
import { useAppDispatch, usePagedList, type PagedList } from '@jetstream/app-core/hooks';
import type { Album, Artist, Track } from '@jetstream/api-contract';
import { View } from 'react-native';
import { EmptyState } from '#components/EmptyState.tsx';
import { SegmentedTabs } from '#components/SegmentedTabs.tsx';
import { SkeletonCards, SkeletonRows } from '#components/Skeleton.tsx';
import { trackRowHeight } from '#components/track-row-height.ts';
import { VirtualGrid } from '#components/VirtualGrid.tsx';
import { VirtualList } from '#components/VirtualList.tsx';
import { useText } from '#locale/use-text.ts';
import { useNavigation, useRouteOf } from '#navigation/navigation.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { useAppearance } from '#theme/theme.tsx';
import { AlbumItem } from '../items/AlbumItem.tsx';
import { ArtistItem } from '../items/ArtistItem.tsx';
import { TrackItem } from '../items/TrackItem.tsx';
import { ProblemState } from '../problems/ProblemState.tsx';
import { readFavourites, writeFavourites, type Favourites } from './favourites-choice.ts';

const pageSize = 100;
const fetchAhead = 30;

const useStyles = createStyles(({ space }) => ({
  bar: { flexDirection: 'row', flexWrap: 'wrap', columnGap: space.xxl, rowGap: space.sm },
}));

export function FavouritesSegment() {
  const styles = useStyles();
  const text = useText();
  const { replace } = useNavigation();
  const chosen = readFavourites(useRouteOf('library')?.filter);
  const choose = (change: Partial<Favourites>) =>
    replace({ screen: 'library', segment: 'favourites', filter: writeFavourites({ ...chosen, ...change }) });
  return (
    <>
      <View style={styles.bar}>
        <SegmentedTabs
          kind="underline"
          label={text('library.favouritesKind')}
          onChange={(kind) => choose({ kind })}
          options={[
            { value: 'songs', label: text('library.favouriteSongs') },
            { value: 'albums', label: text('library.favouriteAlbums') },
            { value: 'artists', label: text('library.favouriteArtists') },
          ]}
          value={chosen.kind}
        />
        <SegmentedTabs
          kind="underline"
          label={text('library.sortBy')}
          onChange={(list) => choose({ list })}
          options={[
            { value: 'starred', label: text('library.starred') },
            { value: 'rated', label: text('library.rated') },
          ]}
          value={chosen.list}
        />
      </View>
      {chosen.kind === 'songs' && <FavouriteSongs list={chosen.list} />}
      {chosen.kind === 'albums' && <FavouriteAlbums list={chosen.list} />}
      {chosen.kind === 'artists' && <FavouriteArtists list={chosen.list} />}
    </>
  );
}

type List = Favourites['list'];

function FavouriteSongs({ list }: { list: List }) {
  const text = useText();
  const dispatch = useAppDispatch();
  const { isDense } = useAppearance();
  const tracks = usePagedList('listPersonalTracks', { list, limit: pageSize });
  const play = (startIndex: number) =>
    void dispatch(
      playTracks({ tracks: tracks.items, startIndex, source: { kind: 'tracks', title: text('shell.favourites') } }),
    );
  const renderRow = (at: number) => {
    const track: Track | undefined = tracks.items[at];
    return track && <TrackItem at={at} hasAlbum onPlay={play} track={track} />;
  };
  return (
    <PagedState isCards={false} list={list} page={tracks}>
      <VirtualList
        label={text('library.favouriteSongs')}
        onActivateRow={play}
        onVisibleRange={(_, last) => last > tracks.items.length - fetchAhead && tracks.loadMore()}
        renderRow={renderRow}
        rowCount={tracks.items.length}
        rowHeight={trackRowHeight(isDense)}
      />
    </PagedState>
  );
}

function FavouriteAlbums({ list }: { list: List }) {
  const text = useText();
  const { navigate } = useNavigation();
  const albums = usePagedList('listPersonalAlbums', { list, limit: pageSize });
  const albumAt = (at: number): Album | undefined => albums.items[at];
  const renderItem = (at: number) => {
    const album = albumAt(at);
    return album && <AlbumItem album={album} />;
  };
  const open = (at: number) => {
    const album = albumAt(at);
    if (album) navigate({ screen: 'album', albumId: album.id });
  };
  return (
    <PagedState isCards list={list} page={albums}>
      <VirtualGrid
        itemCount={albums.items.length}
        label={text('library.favouriteAlbums')}
        onActivateItem={open}
        onVisibleRange={(_, last) => last > albums.items.length - fetchAhead && albums.loadMore()}
        renderItem={renderItem}
      />
    </PagedState>
  );
}

function FavouriteArtists({ list }: { list: List }) {
  const text = useText();
  const { navigate } = useNavigation();
  const artists = usePagedList('listPersonalArtists', { list, limit: pageSize });
  const artistAt = (at: number): Artist | undefined => artists.items[at];
  const renderItem = (at: number) => {
    const artist = artistAt(at);
    return artist && <ArtistItem artist={artist} />;
  };
  const open = (at: number) => {
    const artist = artistAt(at);
    if (artist) navigate({ screen: 'artist', artistId: artist.id });
  };
  return (
    <PagedState isCards list={list} page={artists}>
      <VirtualGrid
        itemCount={artists.items.length}
        label={text('library.favouriteArtists')}
        onActivateItem={open}
        onVisibleRange={(_, last) => last > artists.items.length - fetchAhead && artists.loadMore()}
        renderItem={renderItem}
      />
    </PagedState>
  );
}

interface PagedStateProps {
  page: PagedList<unknown>;
  list: List;
  isCards: boolean;
  children: React.ReactNode;
}

function PagedState({ page, list, isCards, children }: PagedStateProps) {
  const text = useText();
  if (page.items.length > 0) return children;
  if (page.error) return <ProblemState failure={page.error} onRetry={page.retry} />;
  if (page.isLoading) return isCards ? <SkeletonCards count={12} /> : <SkeletonRows count={10} hasCover />;
  const isStarred = list === 'starred';
  return (
    <EmptyState
      hint={text(isStarred ? 'library.starredEmptyText' : 'library.ratedEmptyText')}
      icon={isStarred ? 'heart' : 'star'}
      title={text(isStarred ? 'library.starredEmptyTitle' : 'library.ratedEmptyTitle')}
    />
  );
}
