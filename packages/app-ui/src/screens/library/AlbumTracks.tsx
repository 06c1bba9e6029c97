import { playAlbum } from '@jetstream/app-core';
import { useAppDispatch } from '@jetstream/app-core/hooks';
import type { AlbumDetail, Track } from '@jetstream/api-contract';
import { useCallback, useMemo } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { TrackItem } from '../items/TrackItem.tsx';
import { groupDiscs } from './discs.ts';

const useStyles = createStyles(({ space }) => ({
  discs: { gap: space.xl },
  disc: { gap: space.sm },
  title: { paddingStart: space.sm },
  list: { marginHorizontal: -space.sm },
}));

/** The tracks by disc, with the artist only where it is not the album's. */
export function AlbumTracks({ album }: { album: AlbumDetail }) {
  const styles = useStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  const { tracks, discTitles, artistCredit, isCompilation } = album;
  const discs = useMemo(() => groupDiscs(tracks, discTitles), [tracks, discTitles]);
  const play = useCallback(
    (at: number) => void dispatch(playAlbum(album.id, { startTrackId: tracks[at]?.id, isShuffled: false })),
    [album.id, dispatch, tracks],
  );
  const hasArtist = (track: Track) => isCompilation || track.artistCredit !== artistCredit;
  return (
    <View style={styles.discs}>
      {discs.map((disc) => (
        <View key={disc.discNumber} style={styles.disc}>
          {discs.length > 1 && (
            <View style={styles.title}>
              <AppText level={2} size={16} tone="muted" weight="bold">
                {disc.title
                  ? text('library.discTitled', { number: disc.discNumber, title: disc.title })
                  : text('library.disc', { number: disc.discNumber })}
              </AppText>
            </View>
          )}
          <View role="list" style={styles.list}>
            {disc.tracks.map(({ track, at }) => (
              <View key={track.id} role="listitem">
                <TrackItem
                  at={at}
                  hasArtist={hasArtist(track)}
                  isOnAlbum
                  lead="number"
                  number={track.trackNumber}
                  onPlay={play}
                  track={track}
                />
              </View>
            ))}
          </View>
        </View>
      ))}
    </View>
  );
}
