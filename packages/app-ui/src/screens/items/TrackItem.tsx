import { foreseePlay, isLocalId, togglePlay, toggleStar } from '@jetstream/app-core';
import { useAnnotation, useAppDispatch, useTrackMark } from '@jetstream/app-core/hooks';
import type { Track } from '@jetstream/api-contract';
import { memo, useCallback, type ReactNode } from 'react';
import { TrackRow } from '#components/TrackRow.tsx';
import { useItemMenus } from '../menus/use-item-menus.ts';

export interface TrackItemProps {
  track: Track;
  /** Plays the list from this row on; called with `at`, so that rows can share one function. */
  onPlay: (at: number) => void;
  at: number;
  lead?: 'number' | 'cover';
  number?: number | null;
  hasAlbum?: boolean;
  hasArtist?: boolean;
  isOnAlbum?: boolean;
  onArtistId?: string;
  trailing?: ReactNode;
}

/** A row of a track that plays, pauses, is loved and has its menu. */
export const TrackItem = memo(function TrackItem(props: TrackItemProps) {
  const {
    track,
    onPlay,
    at,
    lead = 'cover',
    hasAlbum = false,
    hasArtist = true,
    isOnAlbum = false,
    onArtistId,
  } = props;
  const dispatch = useAppDispatch();
  const menus = useItemMenus();
  const mark = useTrackMark(track.id);
  const annotation = useAnnotation('track', track);
  const isStarred = annotation.starredAt !== null;
  const playHere = useCallback(() => onPlay(at), [at, onPlay]);
  const playOrPause = useCallback(() => {
    if (mark === null) playHere();
    else dispatch(togglePlay());
  }, [dispatch, mark, playHere]);
  const foresee = useCallback(() => dispatch(foreseePlay(track)), [dispatch, track]);
  const star = useCallback(
    () => void dispatch(toggleStar({ kind: 'track', id: track.id, isStarred: !isStarred, annotation })),
    [annotation, dispatch, isStarred, track.id],
  );
  const menuItems = useCallback(
    () => menus.track(track, { onPlay: playHere, isOnAlbum, onArtistId }),
    [isOnAlbum, menus, onArtistId, playHere, track],
  );
  return (
    <TrackRow
      hasAlbum={hasAlbum}
      hasArtist={hasArtist}
      isCurrent={mark !== null}
      isPlaying={mark === 'playing'}
      isStarred={isStarred}
      lead={lead}
      menuItems={menuItems}
      number={props.number ?? null}
      onForeseen={foresee}
      onPlay={playOrPause}
      onPlayFromHere={playHere}
      {...(!isLocalId(track.id) && { onToggleStar: star })}
      track={track}
      trailing={props.trailing}
    />
  );
});
