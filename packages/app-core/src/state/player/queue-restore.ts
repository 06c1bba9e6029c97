import type { Queue } from '@jetstream/api-contract';
import { isLocalId } from '#services/local-files/local-files.ts';
import type { SavedPosition, SavedQueue } from '#services/sync/saved-queue.ts';
import type { AppThunk } from '../app-state.ts';
import { startItem } from './playback-thunks.ts';
import { selectCurrentItem } from './player-selectors.ts';
import { playerActions, type PlayerState } from './player-slice.ts';
import { toContinuation, type QueueContinuation } from './queue-continuation.ts';
import { retellTracks } from './track-thunks.ts';

interface Resumable extends Pick<
  PlayerState,
  'items' | 'unshuffledItemIds' | 'currentItemId' | 'isShuffled' | 'repeat'
> {
  positionMs: number;
  /** Known on the device that made the queue. */
  continuation?: QueueContinuation | null;
}

function fromLocal(queue: SavedQueue, position: SavedPosition | undefined): Resumable {
  const isKnown = position && queue.items.some((item) => item.itemId === position.itemId);
  return {
    items: queue.items,
    unshuffledItemIds: queue.unshuffledItemIds,
    isShuffled: queue.isShuffled,
    repeat: queue.repeat,
    continuation: toContinuation(queue.continuation),
    currentItemId: isKnown ? position.itemId : queue.currentItemId,
    positionMs: isKnown ? position.positionMs : 0,
  };
}

/** Brings back where the person was, paused: from this device at once, then from the server where that is newer. */
export function restoreQueue(): AppThunk<Promise<void>> {
  return async (dispatch, getState, { queueKeeper }) => {
    const local = queueKeeper.readLocal();
    if (local && getState().player.items.length === 0) dispatch(resume(fromLocal(local.queue, local.position)));
    const server = await dispatch(fetchUnlessChanged());
    if (!server || server.updatedAt === null) return;
    const localSavedAtMs = Math.max(local?.queue.savedAtMs ?? 0, local?.position?.savedAtMs ?? 0);
    const isOurs = server.client === queueKeeper.clientId;
    const isServerNewer = !isOurs && Date.parse(server.updatedAt) > localSavedAtMs;
    if (!local || isServerNewer) dispatch(resume(server));
    else if (local.queue.isPartial && isOurs) {
      const continuation = toContinuation(local.queue.continuation);
      dispatch(resume({ ...server, continuation, ...placeIn(server, local.position) }));
    }
  };
}

/** The server's, unless files of this device play here, or something changes meanwhile, be it the person. */
function fetchUnlessChanged(): AppThunk<Promise<Queue | undefined>> {
  return async (dispatch, getState, { queueKeeper }) => {
    const { player: before, user } = getState();
    if (before.items.some(({ track }) => isLocalId(track.id))) return undefined;
    const server = await queueKeeper.fetchServer();
    if (getState().user.user?.id !== user.user?.id) return undefined;
    // What this device kept of its queue may be from before the songs were tagged anew.
    if (server) dispatch(retellTracks(server.items.map(({ track }) => track)));
    return isUntouched(before, getState().player) ? server : undefined;
  };
}

/** Our own queue, whole again from the server, at the place that this device knows better. */
function placeIn(server: Queue, position: SavedPosition | undefined): Partial<Resumable> {
  if (!position || !server.items.some((item) => item.itemId === position.itemId)) return {};
  return { currentItemId: position.itemId, positionMs: position.positionMs };
}

/** Takes over what another device made of the queue. */
export function adoptServerQueue(): AppThunk<Promise<void>> {
  return async (dispatch, _getState, { queueKeeper }) => {
    const server = await dispatch(fetchUnlessChanged());
    if (server && server.client !== null && server.client !== queueKeeper.clientId) dispatch(resume(server));
  };
}

const isUntouched = (before: PlayerState, now: PlayerState): boolean =>
  before.revision === now.revision && before.currentItemId === now.currentItemId && now.status === before.status;

function resume(queue: Resumable): AppThunk {
  return (dispatch, getState, { engine, tabOrder }) => {
    tabOrder.forget('queue', 'place');
    const { items, unshuffledItemIds, currentItemId, isShuffled, repeat, continuation, positionMs } = queue;
    dispatch(
      playerActions.queueRestored({ items, unshuffledItemIds, currentItemId, isShuffled, repeat, continuation }),
    );
    const current = selectCurrentItem(getState());
    if (current && !current.track.isMissing) dispatch(startItem(current, { positionMs, isPaused: true }));
    else {
      engine.stop();
      dispatch(playerActions.statusChanged('idle'));
    }
  };
}
