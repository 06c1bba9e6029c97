import type { AppServices } from '#services/app-services.ts';
import { isLocalId } from '#services/local-files/local-files.ts';
import { selectLibraryVersion } from '../library/library-slice.ts';
import type { AppState } from '../app-state.ts';
import type { AppStore } from '../store.ts';
import { selectCurrentIndex, selectQueueItems } from './player-selectors.ts';
import { refreshTracks } from './track-thunks.ts';

/** As many as the server tells at once. */
const TRACKS_AT_ONCE = 100;
/** While a scan changes the library all the time, a long queue costs the server no more than one answer in this time. */
const NEXT_PART_AFTER_MS = 1_000;
/** It is the songs about to play that matter: the rest of a queue is not gone through again and again while a library is measured. */
const LEAST_BETWEEN_ROUNDS_MS = 120_000;

/**
 * Songs that were tagged anew, replaced or lost are so in the queue too: what plays and what follows as soon as the library changes, the
 * rest of a long queue part by part.
 */
export function connectTrackRefresh(store: AppStore, { environment }: AppServices): () => void {
  let version = selectLibraryVersion(store.getState());
  const parts = createParts(store, () => environment.nowMs());
  let isAsking = false;
  let cancel: (() => void) | undefined;

  const refreshPart = async (): Promise<void> => {
    cancel?.();
    cancel = undefined;
    const part = parts.take();
    if (part.length === 0) return;
    isAsking = true;
    await store.dispatch(refreshTracks(part));
    isAsking = false;
    const dueInMs = parts.dueInMs();
    if (dueInMs !== undefined)
      cancel = environment.schedule(() => void refreshPart(), Math.max(NEXT_PART_AFTER_MS, dueInMs));
  };
  const unsubscribe = store.subscribe(() => {
    const state = store.getState();
    if (selectLibraryVersion(state) === version) return;
    version = selectLibraryVersion(state);
    parts.begin();
    if (!isAsking) void refreshPart();
  });
  return () => {
    unsubscribe();
    cancel?.();
    parts.clear();
  };
}

/** What of the queue is to be asked for: its head at once, the rest in rounds. */
function createParts({ getState }: AppStore, nowMs: () => number) {
  let isHeadDue = false;
  let isRestDue = false;
  let rest: string[] = [];
  let nextRoundAtMs = Number.NEGATIVE_INFINITY;
  const begin = (): void => {
    isHeadDue = true;
    isRestDue = selectQueueItems(getState()).length > TRACKS_AT_ONCE;
  };
  const clear = (): void => {
    isHeadDue = isRestDue = false;
    rest = [];
  };
  const take = (): string[] => {
    if (isHeadDue) {
      isHeadDue = false;
      return listTrackIds(getState()).slice(0, TRACKS_AT_ONCE);
    }
    if (rest.length === 0 && isRestDue) {
      isRestDue = false;
      nextRoundAtMs = nowMs() + LEAST_BETWEEN_ROUNDS_MS;
      rest = listTrackIds(getState()).slice(TRACKS_AT_ONCE);
    }
    return rest.splice(0, TRACKS_AT_ONCE);
  };
  const dueInMs = (): number | undefined => {
    if (isHeadDue || rest.length > 0) return 0;
    return isRestDue ? nextRoundAtMs - nowMs() : undefined;
  };
  return { begin, clear, take, dueInMs };
}

/** Of what the server knows, from the current item on round to the one before it. */
function listTrackIds(state: AppState): string[] {
  const items = selectQueueItems(state);
  const from = Math.max(0, selectCurrentIndex(state));
  const trackIds = [...items.slice(from), ...items.slice(0, from)].map(({ track }) => track.id);
  return [...new Set(trackIds)].filter((trackId) => !isLocalId(trackId));
}
