import type { Track } from '@jetstream/api-contract';
import type { AppState, AppThunk } from '../app-state.ts';
import { libraryApi } from '../library/library-api.ts';
import { notify } from '../notices/notices-slice.ts';
import { chooseToPlay, startItem } from './playback-thunks.ts';
import { isPlayable, selectCurrentItem, selectIsPlayIntended } from './player-selectors.ts';
import { playerActions } from './player-slice.ts';
import type { QueueContinuation } from './queue-continuation.ts';
import { drawShuffle, LONGEST_QUEUE, neighbour, shuffled, type QueueItem, type QueueSource } from './queue-order.ts';
import { once, readOnce } from './read-once.ts';

function toItems(tracks: readonly Track[], createId: () => string, source?: QueueSource): QueueItem[] {
  return tracks.map((track) => ({ itemId: createId(), track, ...(source && { source }) }));
}

export interface PlayTracksOptions {
  tracks: readonly Track[];
  startIndex?: number | undefined;
  source?: QueueSource;
  /** Kept as it is when left out. With `startIndex` that track comes first, without one any. */
  isShuffled?: boolean | undefined;
  /** When the tracks are a part of a longer list. */
  continuation?: QueueContinuation | null;
}

/** Replaces the queue and starts to play. */
export function playTracks(options: PlayTracksOptions): AppThunk {
  const { tracks, startIndex, source, isShuffled, continuation } = options;
  return (dispatch, getState, { environment }) => {
    const items = toItems(tracks.slice(0, LONGEST_QUEUE), () => environment.createId(), source);
    if (items.length === 0) return;
    const shouldShuffle = isShuffled ?? getState().player.isShuffled;
    const chosen = startIndex === undefined && shouldShuffle ? undefined : items[startIndex ?? 0];
    const plain = { items, unshuffledItemIds: [], currentItemId: chosen?.itemId ?? null, isShuffled: false };
    const order = shouldShuffle
      ? shuffled(
          plain,
          drawShuffle(items, plain.currentItemId, () => environment.random()),
        )
      : plain;
    const first = chosen ?? order.items[0];
    if (!first) return;
    const start = first.track.isMissing ? (firstPlayable(order.items, first) ?? first) : first;
    dispatch(playerActions.queueReplaced({ ...order, currentItemId: start.itemId, continuation }));
    if (start !== first) dispatch(notifyMissing(first.track));
    dispatch(startItem(start));
  };
}

function firstPlayable(items: readonly QueueItem[], from: QueueItem): QueueItem | undefined {
  return neighbour(items, from.itemId, 1, { isWrapping: false, isPlayable: (item) => !item.track.isMissing });
}

function notifyMissing(track: Track): AppThunk {
  return (dispatch) => {
    dispatch(notify({ kind: 'error', textKey: 'notices.failedMissing', params: { title: track.title } }));
  };
}

/** From the cache where the page has been open, so that sound starts within the click. */
export function playAlbum(
  albumId: string,
  options: { startTrackId?: string; isShuffled?: boolean } = {},
): AppThunk<Promise<void>> {
  return async (dispatch, getState) => {
    const input = { params: { albumId } };
    const isWanted = dispatch(chooseToPlay());
    const cached = libraryApi.endpoints.getAlbum.select(input)(getState()).data;
    const album = cached ?? (await dispatch(readOnce(libraryApi.endpoints.getAlbum.initiate(input, once))));
    if (!album || !isWanted()) return;
    const at = album.tracks.findIndex((track) => track.id === options.startTrackId);
    dispatch(
      playTracks({
        tracks: album.tracks,
        startIndex: at >= 0 ? at : undefined,
        isShuffled: options.isShuffled,
        source: { kind: 'album', id: album.id, title: album.title },
      }),
    );
  };
}

/** Fetches an album's tracks ahead of a likely click. */
export function prefetchAlbum(albumId: string): AppThunk {
  return (dispatch) => {
    dispatch(libraryApi.util.prefetch('getAlbum', { params: { albumId } }, {}));
  };
}

/** At the end, as far as there is room; says nothing. How many came. */
export function appendTracks(tracks: readonly Track[], source?: QueueSource): AppThunk<number> {
  return (dispatch, getState, { environment }) => {
    const room = LONGEST_QUEUE - getState().player.items.length;
    const items = toItems(tracks.slice(0, Math.max(0, room)), () => environment.createId(), source);
    if (items.length > 0) dispatch(playerActions.itemsAppended({ items }));
    return items.length;
  };
}

/** Right after the current track. Starts nothing by itself, but an empty queue gets a current item to press play on. */
export function playNext(tracks: readonly Track[], source?: QueueSource): AppThunk {
  return (dispatch, getState, { environment }) => {
    const room = LONGEST_QUEUE - getState().player.items.length;
    const items = toItems(tracks.slice(0, Math.max(0, room)), () => environment.createId(), source);
    if (items.length > 0) dispatch(playerActions.itemsInserted({ items }));
    dispatch(noticeAdded('notices.playsNext', tracks, items.length));
    dispatch(ensureCurrentItem());
  };
}

export function addToQueue(tracks: readonly Track[], source?: QueueSource): AppThunk {
  return (dispatch) => {
    const count = dispatch(appendTracks(tracks, source));
    dispatch(noticeAdded('notices.addedToQueue', tracks, count));
    dispatch(ensureCurrentItem());
  };
}

function noticeAdded(textKey: string, tracks: readonly Track[], count: number): AppThunk {
  return (dispatch) => {
    if (count === 0)
      dispatch(notify({ kind: 'error', textKey: 'notices.queueFull', params: { limit: LONGEST_QUEUE } }));
    else dispatch(notify({ kind: 'info', textKey, params: { count, title: tracks[0]?.title ?? '' } }));
  };
}

function ensureCurrentItem(): AppThunk {
  return (dispatch, getState) => {
    const { player } = getState();
    if (player.currentItemId !== null) return;
    const first = player.items.find((item) => isPlayable(player, item));
    if (first) dispatch(startItem(first, { isPaused: true }));
  };
}

export function removeFromQueue(itemId: string): AppThunk {
  return (dispatch, getState, { engine }) => {
    const before = getState();
    const removedItem = before.player.items.find((item) => item.itemId === itemId);
    if (!removedItem) return;
    dispatch(playerActions.itemRemoved({ itemId, positionMs: engine.positionMs }));
    dispatch(noticeUndo('notices.removedFromQueue', { title: removedItem.track.title }));
    dispatch(goOnAfterRemoval(before));
  };
}

/** Takes out tracks that nothing can play any more; there is no way back. */
export function forgetTracks(trackIds: readonly string[]): AppThunk {
  return (dispatch, getState) => {
    const before = getState();
    dispatch(playerActions.tracksForgotten(trackIds));
    dispatch(goOnAfterRemoval(before));
  };
}

/** With the item that became current, when the one that was is gone. */
function goOnAfterRemoval(before: AppState): AppThunk {
  return (dispatch, getState, { engine }) => {
    const { currentItemId } = getState().player;
    if (currentItemId === before.player.currentItemId) return;
    const current = selectCurrentItem(getState());
    if (current) dispatch(startItem(current, { isPaused: !selectIsPlayIntended(before) }));
    else {
      engine.stop();
      dispatch(playerActions.statusChanged('idle'));
    }
  };
}

export function moveQueueItem(move: { itemId: string; toIndex: number }): AppThunk {
  return (dispatch) => {
    dispatch(playerActions.itemMoved(move));
  };
}

/** Empties the queue around the item that is playing, which plays on. */
export function clearQueue(): AppThunk {
  return (dispatch, getState, { engine }) => {
    const { items, currentItemId } = getState().player;
    const count = items.filter(({ itemId }) => itemId !== currentItemId).length;
    if (count === 0) return;
    dispatch(playerActions.queueCleared({ positionMs: engine.positionMs }));
    dispatch(noticeUndo('notices.queueCleared', { count }));
  };
}

/** Brings back what the last clearing or removal took; the sound stays as it is where it can. */
export function undoQueueChange(): AppThunk {
  return (dispatch, getState) => {
    const before = getState();
    const { undo } = before.player;
    if (!undo) return;
    const wasCurrent = before.player.currentItemId;
    const isPaused = !selectIsPlayIntended(before);
    dispatch(playerActions.queueUndone());
    const current = selectCurrentItem(getState());
    if (current && current.itemId !== wasCurrent)
      dispatch(startItem(current, { positionMs: undo.positionMs, isPaused }));
  };
}

function noticeUndo(textKey: string, params: Record<string, string | number>): AppThunk {
  return (dispatch) => {
    dispatch(notify({ kind: 'info', textKey, params, action: { kind: 'undo-queue-change', textKey: 'notices.undo' } }));
  };
}
