import type { AppServices } from '#services/app-services.ts';
import { isLocalId } from '#services/local-files/local-files.ts';
import { selectLibraryVersion } from '../library/library-slice.ts';
import type { AppStore } from '../store.ts';
import { selectCurrentIndex, selectQueueItems } from './player-selectors.ts';
import { refreshTracks } from './track-thunks.ts';

/** As many as the server tells at once. */
const TRACKS_AT_ONCE = 100;
/** While a scan changes the library all the time, a long queue costs the server no more than one answer in this time. */
const NEXT_PART_AFTER_MS = 1_000;

/**
 * Songs that were tagged anew, replaced or lost are so in the queue too: what plays and what follows as soon as the library changes, the
 * rest of a long queue part by part.
 */
export function connectTrackRefresh(store: AppStore, { environment }: AppServices): () => void {
  let version = selectLibraryVersion(store.getState());
  let waiting: string[] = [];
  let isAsking = false;
  let cancel: (() => void) | undefined;
  const refreshPart = async (): Promise<void> => {
    cancel?.();
    cancel = undefined;
    const part = waiting.splice(0, TRACKS_AT_ONCE);
    if (part.length === 0) return;
    isAsking = true;
    await store.dispatch(refreshTracks(part));
    isAsking = false;
    if (waiting.length > 0) cancel = environment.schedule(() => void refreshPart(), NEXT_PART_AFTER_MS);
  };
  const unsubscribe = store.subscribe(() => {
    const state = store.getState();
    if (selectLibraryVersion(state) === version) return;
    version = selectLibraryVersion(state);
    waiting = listTrackIds(selectQueueItems(state), selectCurrentIndex(state));
    if (!isAsking) void refreshPart();
  });
  return () => {
    unsubscribe();
    cancel?.();
    waiting = [];
  };
}

/** Of what the server knows, from the current item on round to the one before it. */
function listTrackIds(items: ReturnType<typeof selectQueueItems>, currentIndex: number): string[] {
  const from = Math.max(0, currentIndex);
  const trackIds = [...items.slice(from), ...items.slice(0, from)].map(({ track }) => track.id);
  return [...new Set(trackIds)].filter((trackId) => !isLocalId(trackId));
}
