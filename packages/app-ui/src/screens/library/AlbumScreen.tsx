import { useGetAlbumQuery } from '@jetstream/app-core/hooks';
import type { AlbumDetail } from '@jetstream/api-contract';
import { View } from 'react-native';
import { AccentScope } from '#components/AccentScope.tsx';
import { AppText } from '#components/AppText.tsx';
import { EmptyState } from '#components/EmptyState.tsx';
import { Shelf } from '#components/Shelf.tsx';
import { SkeletonRows } from '#components/Skeleton.tsx';
import { Screen } from '#layouts/Screen.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { useRouteOf } from '#navigation/navigation.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { AlbumItem } from '../items/AlbumItem.tsx';
import { useAlbumNames } from '../items/use-album-names.ts';
import { BackButton } from '../items/BackButton.tsx';
import { ProblemState } from '../problems/ProblemState.tsx';
import { AlbumHeader } from './AlbumHeader.tsx';
import { AlbumTracks } from './AlbumTracks.tsx';
import { HeaderSkeleton } from './CollectionHeader.tsx';

const useStyles = createStyles(({ space }) => ({ page: { gap: space.xl }, note: { gap: space.xs } }));

export function AlbumScreen() {
  const styles = useStyles();
  const text = useText();
  const albumId = useRouteOf('album')?.albumId ?? '';
  const {
    currentData: album,
    error,
    isFetching,
    refetch,
  } = useGetAlbumQuery({ params: { albumId } }, { skip: albumId === '' });
  const title = album?.title || text(album ? 'library.unknownAlbum' : 'library.album');
  const documentTitle = album
    ? text('library.albumBy', { title, artist: album.artistCredit || text('library.unknownArtist') })
    : title;
  return (
    <Screen documentTitle={documentTitle} isTitleHidden title={title}>
      {album && <AlbumContent album={album} />}
      {!album && error && (
        <>
          <BackButton fallback={{ screen: 'library', segment: 'albums' }} />
          <ProblemState failure={error} isRetrying={isFetching} onRetry={refetch} />
        </>
      )}
      {!album && !error && (
        <View style={styles.page}>
          <HeaderSkeleton />
          <SkeletonRows count={10} />
        </View>
      )}
    </Screen>
  );
}

function AlbumContent({ album }: { album: AlbumDetail }) {
  const styles = useStyles();
  const text = useText();
  const named = useAlbumNames(album);
  return (
    <AccentScope accent={album.cover?.accent}>
      <View style={styles.page}>
        <AlbumHeader album={named} />
        {album.tracks.length > 0 ? (
          <AlbumTracks album={named} />
        ) : (
          <EmptyState icon="album" isCompact title={text('library.albumEmpty')} />
        )}
        <AlbumNotes album={album} />
        <MoreByArtist album={album} />
      </View>
    </AccentScope>
  );
}

/** What belongs under the last track: dates, genres, and what is missing. */
function AlbumNotes({ album }: { album: AlbumDetail }) {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const missing = album.tracks.filter((track) => track.isMissing).length;
  const { releaseDate, originalDate } = album;
  const dates = [
    releaseDate && text('library.releasedOn', { date: releaseDate }),
    originalDate && originalDate !== releaseDate && text('library.firstReleasedOn', { date: originalDate }),
    text('library.addedOn', { date: format.date(album.addedAt) }),
  ].filter(Boolean);
  return (
    <View style={styles.note}>
      {missing > 0 && (
        <AppText size={12} tone="danger">
          {text('library.missingTracks', { count: missing })}
        </AppText>
      )}
      <AppText size={12} tone="muted">
        {dates.join(' · ')}
      </AppText>
      <AppText size={12} tone="muted">
        {[...album.genres, format.bytes(album.sizeBytes)].join(' · ')}
      </AppText>
    </View>
  );
}

function MoreByArtist({ album }: { album: AlbumDetail }) {
  const text = useText();
  const [artist] = album.artists;
  if (album.moreByArtist.length === 0 || !artist) return null;
  return (
    <Shelf title={text('library.moreBy', { artist: artist.name })} to={{ screen: 'artist', artistId: artist.id }}>
      {album.moreByArtist.map((other) => (
        <AlbumItem album={other} key={other.id} subtitle="year" />
      ))}
    </Shelf>
  );
}
