import { playTracks } from '@jetstream/app-core';
import { useAppDispatch } from '@jetstream/app-core/hooks';
import type { Track } from '@jetstream/api-contract';
import { useCallback } from 'react';
import { View } from 'react-native';
import { SectionHeader } from '#components/SectionHeader.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { TrackItem } from './TrackItem.tsx';

export interface TrackTilesProps {
  title: string;
  subtitle?: string;
  tracks: readonly Track[];
  /** At most so many; three columns on a desktop make 9 a calm block. */
  most?: number;
}

const useStyles = createStyles(({ space }) => ({
  section: { gap: space.md },
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(min(20rem, 100%), 1fr))',
    columnGap: space.xl,
    rowGap: 0,
    marginHorizontal: -space.sm,
  },
}));

/** A few tracks side by side under a heading. */
export function TrackTiles({ title, subtitle, tracks, most = 9 }: TrackTilesProps) {
  const styles = useStyles();
  const dispatch = useAppDispatch();
  const play = useCallback(
    (startIndex: number) => void dispatch(playTracks({ tracks, startIndex, source: { kind: 'tracks', title } })),
    [dispatch, title, tracks],
  );
  if (tracks.length === 0) return null;
  return (
    <View style={styles.section}>
      <SectionHeader title={title} {...(subtitle ? { subtitle } : {})} />
      <View aria-label={title} role="list" style={styles.grid}>
        {tracks.slice(0, most).map((track, at) => (
          <View key={track.id} role="listitem">
            <TrackItem at={at} onPlay={play} track={track} />
          </View>
        ))}
      </View>
    </View>
  );
}
