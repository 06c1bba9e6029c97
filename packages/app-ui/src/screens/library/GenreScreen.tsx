import { playGenre, togglePlay } from '@jetstream/app-core';
import {
  useAppDispatch,
  useGetGenreQuery,
  useListAlbumsQuery,
  usePagedList,
  useSourceMark,
} from '@jetstream/app-core/hooks';
import type { Genre } from '@jetstream/api-contract';
import { View } from 'react-native';
import { AccentScope } from '#components/AccentScope.tsx';
import { Button } from '#components/Button.tsx';
import { SectionHeader } from '#components/SectionHeader.tsx';
import { Shelf } from '#components/Shelf.tsx';
import { SkeletonCards, SkeletonRows } from '#components/Skeleton.tsx';
import { Screen } from '#layouts/Screen.tsx';
import { useText } from '#locale/use-text.ts';
import { useRouteOf } from '#navigation/navigation.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout } from '#theme/use-layout.ts';
import { AlbumItem } from '../items/AlbumItem.tsx';
import { TrackList } from '../items/TrackList.tsx';
import { ProblemState } from '../problems/ProblemState.tsx';
import { CollectionHeader, coverSize, HeaderSkeleton } from './CollectionHeader.tsx';
import { CoverMosaic } from './CoverMosaic.tsx';
import { writeFilter } from './library-choices.ts';
import { PlayButtons } from './PlayButtons.tsx';

const shownAlbums = 20;
const shownTracks = 30;

const useStyles = createStyles(({ space }) => ({
  page: { gap: space.xxl },
  section: { gap: space.md },
  list: { marginHorizontal: -space.sm },
  more: { alignItems: 'center' },
}));

export function GenreScreen() {
  const styles = useStyles();
  const text = useText();
  const genreId = useRouteOf('genre')?.genreId ?? '';
  const {
    currentData: genre,
    error,
    isFetching,
    refetch,
  } = useGetGenreQuery({ params: { genreId } }, { skip: genreId === '' });
  return (
    <Screen isTitleHidden title={genre?.name ?? text('library.genre')}>
      {genre && (
        <AccentScope accent={genre.covers[0]?.accent}>
          <View style={styles.page}>
            <GenreHeader genre={genre} />
            <GenreAlbums genre={genre} />
            <GenreSongs genre={genre} />
          </View>
        </AccentScope>
      )}
      {!genre && error && <ProblemState failure={error} isRetrying={isFetching} onRetry={refetch} />}
      {!genre && !error && <HeaderSkeleton />}
    </Screen>
  );
}

function GenreHeader({ genre }: { genre: Genre }) {
  const text = useText();
  const layout = useLayout();
  const dispatch = useAppDispatch();
  const mark = useSourceMark('genre', genre.id);
  const { id, name: title } = genre;
  return (
    <CollectionHeader
      parent={{ screen: 'library', segment: 'genres' }}
      playButtons={
        <PlayButtons
          isDisabled={genre.trackCount === 0}
          mark={mark}
          onPlay={() => void dispatch(mark === null ? playGenre(id, { title, isShuffled: false }) : togglePlay())}
          onShuffle={() => void dispatch(playGenre(id, { title, isShuffled: true }))}
        />
      }
      artwork={
        <CoverMosaic covers={genre.covers} main={genre.covers[0] ?? null} sizeHint={coverSize(layout)} title={title} />
      }
      facts={[
        text('library.albumCount', { count: genre.albumCount }),
        text('library.songCount', { count: genre.trackCount }),
      ]}
      kind={text('library.genre')}
      title={title}
    />
  );
}

function GenreAlbums({ genre }: { genre: Genre }) {
  const text = useText();
  const { data, isLoading } = useListAlbumsQuery({ query: { genreId: genre.id, limit: shownAlbums, sort: 'year' } });
  if (isLoading) return <SkeletonCards count={8} isShelf />;
  if (!data || data.items.length === 0) return null;
  const all = { screen: 'library', segment: 'albums', filter: writeFilter({ genreId: genre.id }) } as const;
  return (
    <Shelf title={text('library.genreAlbums')} {...(data.total > data.items.length ? { to: all } : {})}>
      {data.items.map((album) => (
        <AlbumItem album={album} key={album.id} />
      ))}
    </Shelf>
  );
}

function GenreSongs({ genre }: { genre: Genre }) {
  const styles = useStyles();
  const text = useText();
  const tracks = usePagedList('listTracks', { genreId: genre.id, sort: 'album', limit: shownTracks });
  if (tracks.error && tracks.items.length === 0)
    return <ProblemState failure={tracks.error} isCompact onRetry={tracks.retry} />;
  if (tracks.isLoading) return <SkeletonRows count={8} hasCover />;
  return (
    <View style={styles.section}>
      <SectionHeader
        subtitle={text('library.songCount', { count: tracks.total })}
        title={text('library.genreSongs')}
        to={{ screen: 'library', segment: 'songs', filter: writeFilter({ genreId: genre.id }) }}
      />
      <View style={styles.list}>
        <TrackList
          hasAlbum
          label={text('library.genreSongs')}
          source={{ kind: 'genre', id: genre.id, title: genre.name }}
          tracks={tracks.items}
        />
      </View>
      {tracks.hasMore && (
        <View style={styles.more}>
          <Button isBusy={tracks.isLoadingMore} label={text('library.showMore')} onPress={tracks.loadMore} />
        </View>
      )}
    </View>
  );
}
