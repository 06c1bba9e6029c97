import type { AppServices } from '#services/app-services.ts';
import { JsonRecord } from '#services/storage/json-record.ts';
import {
  isSavedPosition,
  isSavedQueue,
  trimmed,
  type SavedPosition,
  type SavedQueue,
} from '#services/sync/saved-queue.ts';
import type { AppThunk } from '../app-state.ts';
import { startItem } from '../player/playback-thunks.ts';
import { isOfThisPage, selectIsPlayIntended } from '../player/player-selectors.ts';
import { playerActions } from '../player/player-slice.ts';
import type { AppStore } from '../store.ts';

const KEEP_POSITION_EVERY_MS = 2_000;

interface LocalQueue {
  /** Goes on where the queue of files of this device was, once some of them are open again. False when there is nothing to go on with. */
  resume(options: { isPaused: boolean }): boolean;
  disconnect(): void;
}

/** Keeps the queue of files of this device, on this device alone, beside the one that goes with the person. */
export function connectLocalQueue(
  store: AppStore,
  { engine, environment, localFiles, storage }: AppServices,
): LocalQueue {
  let keptAtMs = 0;
  let last = store.getState().player;
  let userId = store.getState().user.user?.id;
  const queueRecord = () => new JsonRecord(storage, `local-queue.${userId}`, isSavedQueue);
  const positionRecord = () => new JsonRecord(storage, `local-queue-position.${userId}`, isSavedPosition);
  const forget = (): void => {
    queueRecord().remove();
    positionRecord().remove();
  };
  const isHere = (): boolean => isOfThisPage(last);
  const keepPosition = (isResting: boolean): void => {
    const { currentItemId: itemId } = last;
    const savedAtMs = environment.nowMs();
    if (
      !isHere() ||
      itemId === null ||
      userId === undefined ||
      (!isResting && savedAtMs - keptAtMs < KEEP_POSITION_EVERY_MS)
    )
      return;
    keptAtMs = savedAtMs;
    positionRecord().write({ itemId, positionMs: Math.round(engine.positionMs), savedAtMs });
  };
  const follow = (): void => {
    const before = last;
    const { player, user } = store.getState();
    last = player;
    if (user.status === 'signed-out' && userId !== undefined) forget();
    userId = user.user?.id;
    if (before.revision === last.revision || userId === undefined) return;
    const { items, unshuffledItemIds, currentItemId, isShuffled, repeat } = last;
    const savedAtMs = environment.nowMs();
    if (isHere())
      queueRecord().write(trimmed({ items, unshuffledItemIds, currentItemId, isShuffled, repeat, savedAtMs }));
    // Left for something else, or forgotten: nothing is to go on.
    else if (isOfThisPage(before)) forget();
  };
  const stops = [
    store.subscribe(follow),
    engine.on('progressed', () => keepPosition(false)),
    engine.on('paused', () => keepPosition(true)),
    engine.on('seeked', () => keepPosition(true)),
    environment.onHide(() => keepPosition(true)),
  ];
  return {
    resume: ({ isPaused }) => {
      const queue = queueRecord().read();
      if (!queue || isHere() || (isPaused && selectIsPlayIntended(store.getState()))) return false;
      const items = queue.items.filter(({ track }) => localFiles.has(track.id));
      return store.dispatch(resumeLocally({ ...queue, items }, positionRecord().read(), isPaused));
    },
    disconnect: () => {
      for (const stop of stops) stop();
    },
  };
}

function resumeLocally(queue: SavedQueue, position: SavedPosition | undefined, isPaused: boolean): AppThunk<boolean> {
  return (dispatch) => {
    const { items, isShuffled, repeat } = queue;
    const itemIds = new Set(items.map(({ itemId }) => itemId));
    const unshuffledItemIds = queue.unshuffledItemIds.filter((itemId) => itemIds.has(itemId));
    const current =
      items.find(({ itemId }) => itemId === position?.itemId) ??
      items.find(({ itemId }) => itemId === queue.currentItemId) ??
      items[0];
    if (!current) return false;
    const positionMs = current.itemId === position?.itemId ? position.positionMs : 0;
    dispatch(
      playerActions.queueRestored({ items, unshuffledItemIds, currentItemId: current.itemId, isShuffled, repeat }),
    );
    dispatch(startItem(current, { positionMs, isPaused }));
    return true;
  };
}
