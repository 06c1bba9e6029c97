import { createSelector } from '@reduxjs/toolkit';
import { runsOn, toAlbumPlace } from '#services/audio/sources/album-place.ts';
import type { SourcePlace } from '#services/audio/sources/audio-sources.ts';
import { isLocalId } from '#services/local-files/local-files.ts';
import type { AppState } from '../app-state.ts';
import { indexOfItem, neighbour, type QueueItem } from './queue-order.ts';
import type { PlayerState } from './player-slice.ts';

const selectPlayer = (state: AppState): PlayerState => state.player;

/** The queue in playing order. */
export const selectQueueItems = (state: AppState): readonly QueueItem[] => state.player.items;
export const selectCurrentItemId = (state: AppState): string | null => state.player.currentItemId;
export const selectCurrentIndex = createSelector([selectQueueItems, selectCurrentItemId], (items, itemId) =>
  indexOfItem(items, itemId),
);
export const selectCurrentItem = createSelector(
  [selectQueueItems, selectCurrentIndex],
  (items, index): QueueItem | undefined => items[index],
);
/** What follows the current item, without wrapping round. */
export const selectUpNext = createSelector([selectQueueItems, selectCurrentIndex], (items, index) =>
  items.slice(index + 1),
);
export const selectPlayerStatus = (state: AppState) => state.player.status;
/** Whether the person wants sound: also while it loads or waits for data. */
export const selectIsPlayIntended = (state: AppState): boolean =>
  state.player.status === 'playing' || state.player.status === 'loading' || state.player.status === 'stalled';
export const selectRepeat = (state: AppState) => state.player.repeat;
export const selectIsShuffled = (state: AppState): boolean => state.player.isShuffled;
export const selectVolume = (state: AppState): number => state.player.volume;
export const selectIsMuted = (state: AppState): boolean => state.player.isMuted;
export const selectPlayerError = (state: AppState) => state.player.error;
export const selectIsQueueEmpty = (state: AppState): boolean => state.player.items.length === 0;

/** A queue of files of this device alone is the page's own: no other page, and no other device, can play it. */
export const isOfThisPage = ({ items }: Pick<PlayerState, 'items'>): boolean =>
  items.length > 0 && items.every(({ track }) => isLocalId(track.id));

/** Files of this device are there as long as the page: they go neither with the person nor into the next visit. */
export function toKeepable({ items, unshuffledItemIds, currentItemId }: PlayerState) {
  const kept = items.filter(({ track }) => !isLocalId(track.id));
  if (kept.length === items.length) return { items, unshuffledItemIds, currentItemId };
  const itemIds = new Set(kept.map(({ itemId }) => itemId));
  return {
    items: kept,
    unshuffledItemIds: unshuffledItemIds.filter((itemId) => itemIds.has(itemId)),
    currentItemId: currentItemId !== null && itemIds.has(currentItemId) ? currentItemId : null,
  };
}

/** Where the item stands in the queue: in chance order, what follows itself on its album does so by chance. */
export function toSourcePlace({ items, isShuffled }: PlayerState, { itemId, track }: QueueItem): SourcePlace {
  const at = indexOfItem(items, itemId);
  const [before, here, behind] = [items[at - 1]?.track, track, items[at + 1]?.track].map(
    (one) => one && toAlbumPlace(one),
  );
  const isWithinAlbum = !isShuffled && (runsOn(before ?? null, here ?? null) || runsOn(here ?? null, behind ?? null));
  return { key: itemId, isWithinAlbum };
}

export function isPlayable(player: PlayerState, item: QueueItem): boolean {
  return !item.track.isMissing && !player.unplayableItemIds.includes(item.itemId);
}

/** What "next" leads to by hand: repeat-one does not hold the person back. */
export const selectNextItem = createSelector([selectPlayer], (player) =>
  neighbour(player.items, player.currentItemId, 1, {
    isWrapping: player.repeat !== 'off',
    isPlayable: (item) => isPlayable(player, item),
  }),
);
export const selectPreviousItem = createSelector([selectPlayer], (player) =>
  neighbour(player.items, player.currentItemId, -1, {
    isWrapping: player.repeat === 'all',
    isPlayable: (item) => isPlayable(player, item),
  }),
);
/** The current item as it would play from its start. */
const selectCurrentAnew = createSelector(
  [selectCurrentItem, (state: AppState) => state.player.replacement],
  (current, replacement) => (current && replacement ? { ...current, track: replacement } : current),
);
/** What plays by itself when the current item ends. */
export const selectFollowingItem = createSelector(
  [selectPlayer, selectCurrentAnew, selectNextItem],
  (player, current, next) =>
    (player.repeat === 'one' && current && isPlayable(player, current)) || next?.itemId === current?.itemId
      ? current
      : next,
);
export const selectCanSkipNext = (state: AppState): boolean => selectNextItem(state) !== undefined;
export const selectCanSkipPrevious = (state: AppState): boolean => state.player.currentItemId !== null;
