import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { RepeatMode, Track } from '@jetstream/api-contract';
import type { FailureReason } from '#services/audio/audio-engine.ts';
import type { QueueContinuation } from './queue-continuation.ts';
import {
  appended,
  emptyOrder,
  hasOtherSound,
  indexOfItem,
  insertedNext,
  isSameTrack,
  moved,
  rearranged,
  removed,
  retold,
  shuffled,
  unshuffled,
  type QueueItem,
  type QueueOrder,
} from './queue-order.ts';

export type PlayerStatus = 'idle' | 'loading' | 'playing' | 'paused' | 'stalled' | 'failed';

export interface PlayerError {
  reason: FailureReason;
  itemId: string;
  /** Where it broke off, or was sought since: to try again from. */
  positionMs: number;
}

export interface PlayerState extends QueueOrder {
  status: PlayerStatus;
  repeat: RepeatMode;
  volume: number;
  isMuted: boolean;
  error: PlayerError | null;
  /** Items that failed to play since the queue was made: not tried again on the way. */
  unplayableItemIds: readonly string[];
  /** The queue before the last clearing or removal: what of it is gone now can be put back. */
  undo: (QueueOrder & Pick<PlayerState, 'continuation'> & { positionMs: number }) | null;
  /** What the file of the current item is by now, while the former one is still heard: its details stay as long. */
  replacement: Track | null;
  /** The engine went over to the new file before the server told of it. */
  isReplacementHeard: boolean;
  /** Set while the queue is a part of a longer list. */
  continuation: QueueContinuation | null;
  /** How often something was chosen to be played: what comes late for an earlier choice is not played any more. */
  choices: number;
  /** Grows with each change of the queue itself, not of the place in it: when it differs, the queue is saved anew. */
  revision: number;
}

export const initialPlayerState: PlayerState = {
  ...emptyOrder,
  status: 'idle',
  repeat: 'off',
  volume: 1,
  isMuted: false,
  error: null,
  unplayableItemIds: [],
  undo: null,
  replacement: null,
  isReplacementHeard: false,
  continuation: null,
  choices: 0,
  revision: 0,
};

export function orderOf(state: QueueOrder): QueueOrder {
  const { items, unshuffledItemIds, currentItemId, isShuffled } = state;
  return { items, unshuffledItemIds, currentItemId, isShuffled };
}

/** Reducers return new objects instead of drafting: a queue may hold ten thousand items, and a draft visits each. */
function changed(state: PlayerState, change: Partial<PlayerState>): PlayerState {
  return { ...state, ...change, revision: state.revision + 1 };
}

const toUndo = (state: PlayerState, positionMs: number): PlayerState['undo'] => ({
  ...orderOf(state),
  continuation: state.continuation,
  positionMs,
});

/** From now on the present file of the current item is heard, or none of it. */
function withoutReplacement(state: PlayerState): PlayerState {
  const { replacement, items } = state;
  if (replacement === null) return state.isReplacementHeard ? { ...state, isReplacementHeard: false } : state;
  return {
    ...state,
    items: retold(items, new Map([[replacement.id, replacement]])),
    replacement: null,
    isReplacementHeard: false,
  };
}

/** The place in a track is no place in the one that follows. Null when nothing is left. */
function withoutForgotten(
  undo: NonNullable<PlayerState['undo']>,
  isForgotten: (item: QueueItem) => boolean,
): PlayerState['undo'] {
  const kept = removed(orderOf(undo), isForgotten);
  if (kept.items.length === 0) return null;
  const isSamePlace = kept.currentItemId === undo.currentItemId;
  return { ...undo, ...kept, positionMs: isSamePlace ? undo.positionMs : 0 };
}

/** What another tab took out meanwhile an undo does not bring back; where that plays something else altogether there is none. */
function undoBeside({ items, undo }: PlayerState, told: QueueOrder): PlayerState['undo'] {
  const heldIds = new Set(items.map(({ itemId }) => itemId));
  const toldIds = new Set(told.items.map(({ itemId }) => itemId));
  if (!undo || (told.items.length > 0 && !told.items.some(({ itemId }) => heldIds.has(itemId)))) return null;
  const kept = withoutForgotten(undo, ({ itemId }) => heldIds.has(itemId) && !toldIds.has(itemId));
  return kept?.items.some(({ itemId }) => !toldIds.has(itemId)) ? kept : null;
}

interface QueueReplaced extends QueueOrder {
  continuation?: QueueContinuation | null | undefined;
}
interface QueueRestored extends QueueReplaced {
  repeat: RepeatMode;
}

const slice = createSlice({
  name: 'player',
  initialState: initialPlayerState,
  reducers: {
    queueReplaced: (state: PlayerState, { payload }: PayloadAction<QueueReplaced>) =>
      changed(state, {
        ...orderOf(payload),
        continuation: payload.continuation ?? null,
        unplayableItemIds: [],
        error: null,
        undo: null,
        choices: state.choices + 1,
      }),
    choiceMade: (state: PlayerState) => ({ ...state, choices: state.choices + 1 }),
    queueRestored: (state: PlayerState, { payload }: PayloadAction<QueueRestored>) => ({
      ...state,
      ...payload,
      continuation: payload.continuation ?? null,
      unplayableItemIds: [],
      undo: null,
      replacement: null,
    }),
    /** Another tab's, which is told as a whole: most of it is what was here. */
    queueFollowed: (state: PlayerState, { payload }: PayloadAction<QueueRestored>) => ({
      ...state,
      ...payload,
      continuation: payload.continuation ?? null,
      undo: undoBeside(state, payload),
    }),
    /** Keeps what is playing. */
    queueCleared: (state: PlayerState, action: PayloadAction<{ positionMs: number }>) => {
      const items = state.items.filter(({ itemId }) => itemId === state.currentItemId);
      return changed(state, {
        items,
        unshuffledItemIds: state.isShuffled ? items.map(({ itemId }) => itemId) : [],
        continuation: null,
        undo: toUndo(state, action.payload.positionMs),
      });
    },
    itemsInserted: (state: PlayerState, action: PayloadAction<{ items: QueueItem[] }>) =>
      changed(state, insertedNext(orderOf(state), action.payload.items)),
    itemsAppended: (state: PlayerState, action: PayloadAction<{ items: QueueItem[] }>) =>
      changed(state, appended(orderOf(state), action.payload.items)),
    /** Null when the list has come to its end. */
    continuationChanged: (state: PlayerState, action: PayloadAction<QueueContinuation | null>) =>
      changed(state, { continuation: action.payload }),
    itemRemoved: (state: PlayerState, action: PayloadAction<{ itemId: string; positionMs: number }>) =>
      changed(state, {
        ...removed(orderOf(state), ({ itemId }) => itemId === action.payload.itemId),
        undo: toUndo(state, action.payload.positionMs),
      }),
    /** Tracks whose files are let go: an undo brings back what there was beside them. */
    tracksForgotten: (state: PlayerState, action: PayloadAction<readonly string[]>) => {
      const trackIds = new Set(action.payload);
      const isForgotten = ({ track }: QueueItem): boolean => trackIds.has(track.id);
      const order = removed(orderOf(state), isForgotten);
      const undo = state.undo && withoutForgotten(state.undo, isForgotten);
      return order.items.length === state.items.length ? { ...state, undo } : changed(state, { ...order, undo });
    },
    /** What is saved of the queue names tracks by their ids, which stay: nothing is to be saved anew. */
    tracksRetold: (state: PlayerState, action: PayloadAction<readonly Track[]>) => {
      const tracks = new Map(action.payload.map((track) => [track.id, track]));
      const undo = state.undo && { ...state.undo, items: retold(state.undo.items, tracks) };
      const current = state.items[indexOfItem(state.items, state.currentItemId)];
      const now = current && tracks.get(current.track.id);
      if (!now) return { ...state, items: retold(state.items, tracks), undo };
      const isLoaded = state.status !== 'idle' && state.status !== 'failed';
      const isFormerHeard = isLoaded && !state.isReplacementHeard && hasOtherSound(current.track, now);
      const items = retold(state.items, tracks, isFormerHeard ? current.itemId : null);
      const known = state.replacement && isSameTrack(state.replacement, now) ? state.replacement : now;
      return { ...state, items, undo, replacement: isFormerHeard ? known : null, isReplacementHeard: false };
    },
    replacementHeard: (state: PlayerState) => ({
      ...withoutReplacement(state),
      isReplacementHeard: state.replacement === null,
    }),
    itemMoved: (state: PlayerState, action: PayloadAction<{ itemId: string; toIndex: number }>) =>
      changed(state, moved(orderOf(state), action.payload.itemId, action.payload.toIndex)),
    /** What was done to the queue since, here or elsewhere, stays. */
    queueUndone: (state: PlayerState) => {
      const { undo } = state;
      if (!undo) return state;
      const order = rearranged(undo, orderOf(state), () => true);
      const isCurrentBack = order.items.some(
        (item) => item.itemId === undo.currentItemId && !state.items.includes(item),
      );
      return changed(state, {
        ...order,
        currentItemId: isCurrentBack ? undo.currentItemId : state.currentItemId,
        continuation: state.continuation ?? undo.continuation,
        undo: null,
        error: null,
      });
    },
    queueShuffled: (state: PlayerState, action: PayloadAction<{ itemIds: string[] }>) =>
      changed(state, shuffled(orderOf(state), action.payload.itemIds)),
    queueUnshuffled: (state: PlayerState) => changed(state, unshuffled(orderOf(state))),
    currentItemChanged: (state: PlayerState, action: PayloadAction<{ itemId: string | null }>) => ({
      ...withoutReplacement(state),
      currentItemId: action.payload.itemId,
      error: null,
    }),
    repeatChanged: (state: PlayerState, action: PayloadAction<RepeatMode>) =>
      changed(state, { repeat: action.payload }),
    statusChanged: (state: PlayerState, action: PayloadAction<PlayerStatus>) => ({
      ...state,
      status: action.payload,
      error: action.payload === 'playing' || action.payload === 'loading' ? null : state.error,
    }),
    itemFailed: (state: PlayerState, action: PayloadAction<PlayerError>) => ({
      ...state,
      status: 'failed' as const,
      error: action.payload,
      unplayableItemIds: [...state.unplayableItemIds, action.payload.itemId],
    }),
    failurePlaceChanged: (state: PlayerState, action: PayloadAction<number>) =>
      state.error ? { ...state, error: { ...state.error, positionMs: action.payload } } : state,
    /** The person asks again: what failed before may be tried once more. */
    failuresForgiven: (state: PlayerState) => ({ ...state, unplayableItemIds: [], error: null }),
    volumeChanged: (state: PlayerState, action: PayloadAction<number>) => ({
      ...state,
      volume: action.payload,
      isMuted: action.payload > 0 ? false : state.isMuted,
    }),
    muteChanged: (state: PlayerState, action: PayloadAction<boolean>) => ({ ...state, isMuted: action.payload }),
    playerReset: ({ volume, isMuted, choices }: PlayerState) => ({
      ...initialPlayerState,
      volume,
      isMuted,
      choices: choices + 1,
    }),
  },
});

export const playerReducer = slice.reducer;
export const playerActions = slice.actions;
