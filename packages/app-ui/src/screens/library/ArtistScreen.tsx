import { useGetArtistQuery } from '@jetstream/app-core/hooks';
import type { Album, ArtistDetail } from '@jetstream/api-contract';
import { useState } from 'react';
import { View } from 'react-native';
import { AccentScope } from '#components/AccentScope.tsx';
import { Button } from '#components/Button.tsx';
import { SectionHeader } from '#components/SectionHeader.tsx';
import { Shelf } from '#components/Shelf.tsx';
import { SkeletonRows } from '#components/Skeleton.tsx';
import { Screen } from '#layouts/Screen.tsx';
import { useText } from '#locale/use-text.ts';
import { useRouteOf } from '#navigation/navigation.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { AlbumItem } from '../items/AlbumItem.tsx';
import { TrackList } from '../items/TrackList.tsx';
import { BackButton } from '../items/BackButton.tsx';
import { ProblemState } from '../problems/ProblemState.tsx';
import { ArtistHeader } from './ArtistHeader.tsx';
import { HeaderSkeleton } from './CollectionHeader.tsx';
import { groupReleases } from './releases.ts';

const shownTracks = 5;

const useStyles = createStyles(({ space }) => ({
  page: { gap: space.xxl },
  section: { gap: space.md },
  list: { marginHorizontal: -space.sm },
  grid: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(10rem, 42%), 1fr))', gap: space.lg },
  more: { alignItems: 'flex-start' },
}));

export function ArtistScreen() {
  const styles = useStyles();
  const text = useText();
  const artistId = useRouteOf('artist')?.artistId ?? '';
  const {
    currentData: artist,
    error,
    isFetching,
    refetch,
  } = useGetArtistQuery({ params: { artistId } }, { skip: artistId === '' });
  const title = artist ? artist.name || text('library.unknownArtist') : text('library.artist');
  return (
    <Screen isTitleHidden title={title}>
      {artist && <ArtistContent artist={{ ...artist, name: title }} />}
      {!artist && error && (
        <>
          <BackButton fallback={{ screen: 'library', segment: 'artists' }} />
          <ProblemState failure={error} isRetrying={isFetching} onRetry={refetch} />
        </>
      )}
      {!artist && !error && (
        <View style={styles.page}>
          <HeaderSkeleton isRound />
          <SkeletonRows count={5} hasCover />
        </View>
      )}
    </Screen>
  );
}

function ArtistContent({ artist }: { artist: ArtistDetail }) {
  const styles = useStyles();
  const text = useText();
  const { albums, singlesAndEps } = groupReleases(artist.albums);
  return (
    <AccentScope accent={artist.cover?.accent ?? albums[0]?.cover?.accent}>
      <View style={styles.page}>
        <ArtistHeader artist={artist} />
        <TopTracks artist={artist} />
        <ReleaseGrid albums={albums} artistId={artist.id} title={text('library.artistAlbums')} />
        <ReleaseGrid albums={singlesAndEps} artistId={artist.id} title={text('library.singlesAndEps')} />
        {artist.appearsOn.length > 0 && (
          <Shelf title={text('library.appearsOn')}>
            {artist.appearsOn.map((album) => (
              <AlbumItem album={album} key={album.id} />
            ))}
          </Shelf>
        )}
      </View>
    </AccentScope>
  );
}

function TopTracks({ artist }: { artist: ArtistDetail }) {
  const styles = useStyles();
  const text = useText();
  const [isExpanded, setIsExpanded] = useState(false);
  const { topTracks } = artist;
  if (topTracks.length === 0) return null;
  const wasPlayed = topTracks.some((track) => track.annotation.playCount > 0);
  const title = text(wasPlayed ? 'library.topTracks' : 'library.topTracksNew');
  return (
    <View style={styles.section}>
      <SectionHeader title={title} />
      <View style={styles.list}>
        <TrackList
          hasAlbum
          hasArtist={topTracks.some((track) => track.artistCredit !== artist.name)}
          label={title}
          onArtistId={artist.id}
          source={{ kind: 'artist', id: artist.id, title: artist.name }}
          tracks={isExpanded ? topTracks : topTracks.slice(0, shownTracks)}
        />
      </View>
      {topTracks.length > shownTracks && (
        <View style={styles.more}>
          <Button
            isExpanded={isExpanded}
            kind="quiet"
            label={text(isExpanded ? 'library.showFewer' : 'library.showMore')}
            onPress={() => setIsExpanded(!isExpanded)}
            size="small"
          />
        </View>
      )}
    </View>
  );
}

function ReleaseGrid({ title, albums, artistId }: { title: string; albums: readonly Album[]; artistId: string }) {
  const styles = useStyles();
  if (albums.length === 0) return null;
  return (
    <View aria-label={title} role="region" style={styles.section}>
      <SectionHeader title={title} />
      <View style={styles.grid}>
        {albums.map((album) => (
          <AlbumItem album={album} key={album.id} onArtistId={artistId} subtitle="year" />
        ))}
      </View>
    </View>
  );
}
