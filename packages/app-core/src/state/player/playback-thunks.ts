import type { Track } from '@jetstream/api-contract';
import type { FailureReason } from '#services/audio/audio-engine.ts';
import type { AppThunk } from '../app-state.ts';
import { notify } from '../notices/notices-slice.ts';
import { failureTextKeys } from '../notices/notice-keys.ts';
import { changeDevice } from '../settings/settings-thunks.ts';
import {
  selectCurrentItem,
  selectIsPlayIntended,
  selectNextItem,
  selectPreviousItem,
  toSourcePlace,
} from './player-selectors.ts';
import { playerActions } from './player-slice.ts';
import { drawShuffle, type QueueItem } from './queue-order.ts';

const RESTART_AFTER_MS = 3_000;

/** Makes the item current and has the engine open it, within the calling tick. */
export function startItem(
  item: QueueItem,
  { positionMs = 0, isPaused = false }: { positionMs?: number; isPaused?: boolean } = {},
): AppThunk {
  return (dispatch, getState, { engine, audioSources }) => {
    const { player } = getState();
    const { currentItemId, replacement } = player;
    const track = replacement?.id === item.track.id ? replacement : item.track;
    const source = audioSources.find(track, toSourcePlace(player, item));
    if (!source) return dispatch(failItem(item));
    engine.load(source, { positionMs, isPaused });
    if (currentItemId !== item.itemId || replacement !== null)
      dispatch(playerActions.currentItemChanged({ itemId: item.itemId }));
    dispatch(playerActions.statusChanged(isPaused ? 'paused' : 'loading'));
    return undefined;
  };
}

/** Somebody is about to play the track, as it seems: how that is done is asked now, so that sound comes sooner. */
export function foreseePlay(track: Track): AppThunk {
  return (_dispatch, _getState, { audioSources }) => audioSources.foresee(track);
}

/** A track whose file is gone: said once, and passed over where something else can play. */
export function failItem(item: QueueItem): AppThunk {
  return (dispatch) => {
    dispatch(playerActions.currentItemChanged({ itemId: item.itemId }));
    dispatch(playerActions.itemFailed({ itemId: item.itemId, reason: 'missing', positionMs: 0 }));
    dispatch(afterFailure());
  };
}

/** What would fail of the next one too. */
const transientReasons: ReadonlySet<FailureReason> = new Set(['unreachable', 'unauthenticated', 'no-output']);

/** Says what failed and goes on with the next playable item; every item is tried at most once, so it ends. */
export function afterFailure(): AppThunk {
  return (dispatch, getState, { engine }) => {
    const state = getState();
    const failed = selectCurrentItem(state);
    const reason = state.player.error?.reason ?? 'missing';
    if (failed)
      dispatch(notify({ kind: 'error', textKey: failureTextKeys[reason], params: { title: failed.track.title } }));
    const isTransient = transientReasons.has(reason);
    const next = isTransient ? undefined : selectNextItem(state);
    if (next) dispatch(startItem(next));
    else if (!isTransient) engine.stop();
  };
}

export function play(): AppThunk {
  return (dispatch, getState, { engine, queueKeeper }) => {
    const state = getState();
    const current = selectCurrentItem(state) ?? state.player.items[0];
    if (!current) return;
    const { status, error } = state.player;
    if (status === 'paused') {
      engine.play();
      dispatch(playerActions.statusChanged('loading'));
    } else if (status === 'failed') {
      dispatch(playerActions.failuresForgiven());
      dispatch(startItem(current, { positionMs: error?.positionMs ?? 0 }));
    } else if (status === 'idle') dispatch(startItem(current, { positionMs: queueKeeper.findPlace(current.itemId) }));
  };
}

export function pause(): AppThunk {
  return (_dispatch, getState, { engine }) => {
    if (selectIsPlayIntended(getState())) engine.pause();
  };
}

export function togglePlay(): AppThunk {
  return (dispatch, getState) => {
    dispatch(selectIsPlayIntended(getState()) ? pause() : play());
  };
}

/** Pauses and goes back to the start of the track, as the system's stop button asks. */
export function stopPlayback(): AppThunk {
  return (dispatch, _getState, { engine }) => {
    dispatch(pause());
    engine.seek(0);
  };
}

/** Something is to be played whose songs have to come first. Answers whether, by then, nothing else was chosen since. */
export function chooseToPlay(): AppThunk<() => boolean> {
  return (dispatch, getState) => {
    dispatch(playerActions.choiceMade());
    const { choices } = getState().player;
    return () => getState().player.choices === choices;
  };
}

export function jumpTo(itemId: string): AppThunk {
  return (dispatch, getState) => {
    const item = getState().player.items.find((other) => other.itemId === itemId);
    if (!item) return;
    dispatch(playerActions.choiceMade());
    dispatch(playerActions.failuresForgiven());
    dispatch(startItem(item));
  };
}

export function skipNext(): AppThunk {
  return (dispatch, getState) => {
    const next = selectNextItem(getState());
    if (next) dispatch(startItem(next, { isPaused: isPausedNow(getState().player.status) }));
  };
}

/** Back to the start when more than three seconds were heard, else to the track before. */
export function skipPrevious(): AppThunk {
  return (dispatch, getState, { engine }) => {
    const state = getState();
    const previous = engine.positionMs > RESTART_AFTER_MS ? undefined : selectPreviousItem(state);
    if (previous) dispatch(startItem(previous, { isPaused: isPausedNow(state.player.status) }));
    else dispatch(seekTo(0));
  };
}

/** Skipping while paused stays silent. */
const isPausedNow = (status: string): boolean => status === 'paused';

export function seekTo(positionMs: number): AppThunk {
  return (dispatch, getState, { engine }) => {
    const state = getState();
    const current = selectCurrentItem(state);
    if (!current) return;
    if (state.player.status === 'idle') dispatch(startItem(current, { positionMs, isPaused: true }));
    else engine.seek(positionMs);
    dispatch(playerActions.failurePlaceChanged(positionMs));
  };
}

export function seekBy(deltaMs: number): AppThunk {
  return (dispatch, _getState, { engine }) => {
    dispatch(seekTo(Math.max(0, engine.positionMs + deltaMs)));
  };
}

/** To a share of the track, 0 to 1. */
export function seekToShare(share: number): AppThunk {
  return (dispatch, getState, { engine }) => {
    const durationMs = engine.durationMs || (selectCurrentItem(getState())?.track.durationMs ?? 0);
    dispatch(seekTo(Math.round(durationMs * share)));
  };
}

/** 0 to 1; unmutes. */
export function setVolume(volume: number): AppThunk {
  return (dispatch) => {
    const clamped = Math.max(0, Math.min(1, volume));
    dispatch(playerActions.volumeChanged(clamped));
    dispatch(changeDevice({ volume: clamped }));
  };
}

export function toggleMute(): AppThunk {
  return (dispatch, getState) => {
    dispatch(playerActions.muteChanged(!getState().player.isMuted));
  };
}

/** The current track plays on; switching off returns to the order from before. */
export function toggleShuffle(): AppThunk {
  return (dispatch, getState, { environment }) => {
    const { items, currentItemId, isShuffled } = getState().player;
    if (isShuffled) dispatch(playerActions.queueUnshuffled());
    else {
      const itemIds = drawShuffle(items, currentItemId, () => environment.random());
      dispatch(playerActions.queueShuffled({ itemIds }));
    }
  };
}

const followingRepeat = { off: 'all', all: 'one', one: 'off' } as const;

export function cycleRepeat(): AppThunk {
  return (dispatch, getState) => {
    dispatch(playerActions.repeatChanged(followingRepeat[getState().player.repeat]));
  };
}
