import { selectCurrentItem, selectIsPlayIntended } from '../state/player/player-selectors.ts';
import { useAppSelector } from './AppProvider.tsx';

/** How a row marks the track that plays: by its id, or null when another (or none) is current. */
export function useTrackMark(trackId: string): 'playing' | 'paused' | null {
  return useAppSelector((state) => {
    if (selectCurrentItem(state)?.track.id !== trackId) return null;
    return selectIsPlayIntended(state) ? 'playing' : 'paused';
  });
}

/** Whether the queue that plays came from this album, artist, genre or folder. */
export function useSourceMark(kind: string, id: string): 'playing' | 'paused' | null {
  return useAppSelector((state) => {
    const source = selectCurrentItem(state)?.source;
    if (source?.kind !== kind || source.id !== id) return null;
    return selectIsPlayIntended(state) ? 'playing' : 'paused';
  });
}
