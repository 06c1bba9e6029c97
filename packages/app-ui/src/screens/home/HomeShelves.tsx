import type { Album, Home } from '@jetstream/api-contract';
import { View } from 'react-native';
import { IconButton } from '#components/IconButton.tsx';
import { SectionHeader } from '#components/SectionHeader.tsx';
import { Shelf } from '#components/Shelf.tsx';
import { useText } from '#locale/use-text.ts';
import type { AppRoute } from '#navigation/app-route.ts';
import { createStyles } from '#theme/create-styles.ts';
import { AlbumItem } from '../items/AlbumItem.tsx';
import { TrackTiles } from '../items/TrackTiles.tsx';
import { ContinueListening } from './ContinueListening.tsx';

const useStyles = createStyles(({ space }) => ({
  shelves: { gap: space.xxl + space.sm },
  section: { gap: space.md },
  grid: { display: 'grid', gridTemplateColumns: 'repeat(auto-fill, minmax(min(11.5rem, 42%), 1fr))', gap: space.lg },
}));

export interface HomeShelvesProps {
  home: Home;
  isFetching: boolean;
  onReshuffle: () => void;
}

/** Only shelves with something on them, the ones that answer "what now" first. */
export function HomeShelves({ home, isFetching, onReshuffle }: HomeShelvesProps) {
  const styles = useStyles();
  const text = useText();
  return (
    <View style={styles.shelves}>
      <ContinueListening items={home.continueListening} />
      <AlbumShelf albums={home.recentlyPlayed} isEager title={text('home.recentlyPlayed')} to={{ screen: 'history' }} />
      <AlbumShelf
        albums={home.recentlyAdded}
        isEager={home.recentlyPlayed.length === 0}
        title={text('home.recentlyAdded')}
        to={{ screen: 'library', segment: 'albums', sort: 'added', order: 'desc' }}
      />
      <TrackTiles subtitle={text('home.onRepeatHint')} title={text('home.onRepeat')} tracks={home.onRepeat} />
      <AlbumShelf albums={home.mostPlayed} title={text('home.mostPlayed')} />
      <TrackTiles
        subtitle={text('home.forgottenFavouritesHint')}
        title={text('home.forgottenFavourites')}
        tracks={home.forgottenFavourites}
      />
      {home.randomAlbums.length > 0 && (
        <View style={styles.section}>
          <SectionHeader
            actions={
              <IconButton icon="refresh" isDisabled={isFetching} label={text('home.reshuffle')} onPress={onReshuffle} />
            }
            title={text('home.randomAlbums')}
          />
          <View style={styles.grid}>
            {home.randomAlbums.slice(0, 12).map((album) => (
              <AlbumItem album={album} key={album.id} />
            ))}
          </View>
        </View>
      )}
    </View>
  );
}

interface AlbumShelfProps {
  title: string;
  albums: readonly Album[];
  to?: AppRoute;
  isEager?: boolean;
}

function AlbumShelf({ title, albums, to, isEager = false }: AlbumShelfProps) {
  if (albums.length === 0) return null;
  return (
    <Shelf title={title} {...(to ? { to } : {})}>
      {albums.map((album, at) => (
        <AlbumItem album={album} isEager={isEager && at < 8} key={album.id} />
      ))}
    </Shelf>
  );
}
