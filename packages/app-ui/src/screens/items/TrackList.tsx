import { playTracks, type QueueSource } from '@jetstream/app-core';
import { useAppDispatch } from '@jetstream/app-core/hooks';
import type { Track } from '@jetstream/api-contract';
import { useCallback } from 'react';
import { View } from 'react-native';
import { TrackItem, type TrackItemProps } from './TrackItem.tsx';

export interface TrackListProps extends Pick<TrackItemProps, 'hasAlbum' | 'hasArtist' | 'isOnAlbum' | 'onArtistId'> {
  tracks: readonly Track[];
  source: QueueSource;
  label: string;
  lead?: 'number' | 'cover';
  numberOf?: (track: Track, at: number) => number | null;
}

/** A short list of tracks; playing one queues the list from there. For more than 50 use a virtual list. */
export function TrackList({ tracks, source, label, numberOf, lead = 'cover', ...row }: TrackListProps) {
  const dispatch = useAppDispatch();
  const { kind, id, title } = source;
  const play = useCallback(
    (startIndex: number) => {
      const queueSource = id === undefined ? { kind, title } : { kind, id, title };
      dispatch(playTracks({ tracks, startIndex, source: queueSource }));
    },
    [dispatch, id, kind, title, tracks],
  );
  return (
    <View aria-label={label} role="list">
      {tracks.map((track, at) => (
        <View key={`${track.id} ${at}`} role="listitem">
          <TrackItem
            {...row}
            at={at}
            lead={lead}
            number={numberOf ? numberOf(track, at) : at + 1}
            onPlay={play}
            track={track}
          />
        </View>
      ))}
    </View>
  );
}
