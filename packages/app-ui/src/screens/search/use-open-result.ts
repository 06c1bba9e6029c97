import { playTracks } from '@jetstream/app-core';
import { useAppDispatch } from '@jetstream/app-core/hooks';
import type { Track } from '@jetstream/api-contract';
import { useCallback } from 'react';
import { useNavigation } from '#navigation/navigation.tsx';
import type { SearchRow } from './search-rows.ts';

/** A track plays, with the other found tracks behind it; everything else opens its page. */
export function useOpenResult(query: string, tracks: readonly Track[]): (row: SearchRow) => void {
  const dispatch = useAppDispatch();
  const { navigate } = useNavigation();
  return useCallback(
    (row) => {
      if (row.kind === 'album') navigate({ screen: 'album', albumId: row.album.id });
      else if (row.kind === 'artist') navigate({ screen: 'artist', artistId: row.artist.id });
      else if (row.kind === 'genre') navigate({ screen: 'genre', genreId: row.genre.id });
      else {
        const startIndex = tracks.findIndex((track) => track.id === row.track.id);
        dispatch(playTracks({ tracks, startIndex: Math.max(0, startIndex), source: { kind: 'search', title: query } }));
      }
    },
    [dispatch, navigate, query, tracks],
  );
}
