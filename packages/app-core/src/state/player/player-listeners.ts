import type { AppServices } from '#services/app-services.ts';
import type { AppThunk } from '../app-state.ts';
import { notify } from '../notices/notices-slice.ts';
import { selectIsLastBeforeSleep, soundActions } from '../sound/sound-slice.ts';
import type { AppStore } from '../store.ts';
import { afterFailure, failItem, startItem } from './playback-thunks.ts';
import {
  selectCurrentItem,
  selectFollowingItem,
  selectIsPlayIntended,
  selectQueueItems,
  toSourcePlace,
} from './player-selectors.ts';
import { playerActions } from './player-slice.ts';
import { hasOtherSound, type QueueItem } from './queue-order.ts';

/** Turns what the engine tells into state, and has it prepare what follows. */
export function connectPlayer(store: AppStore, services: AppServices): () => void {
  const { engine, audioSources } = services;
  const { dispatch, getState } = store;

  let prepared: QueueItem | undefined;
  const prepare = (isForced: boolean): void => {
    const state = getState();
    const following = selectIsLastBeforeSleep(state) ? undefined : selectFollowingItem(state);
    if (!isForced && following === prepared) return;
    // In its place is another file by now: what was loaded of its beginning is taken back.
    if (prepared && prepared.itemId === following?.itemId && hasOtherSound(prepared.track, following.track))
      engine.prepareNext(null);
    prepared = following;
    const source = following && audioSources.find(following.track, toSourcePlace(state.player, following));
    engine.prepareNext(source ?? null);
  };

  const subscriptions = [
    engine.on('loading', () => prepare(true)),
    engine.on('playing', () => dispatch(playerActions.statusChanged('playing'))),
    engine.on('paused', ({ isBlocked }) => {
      dispatch(playerActions.statusChanged('paused'));
      if (isBlocked)
        dispatch(
          notify({
            kind: 'info',
            textKey: 'notices.playBlocked',
            action: { kind: 'resume-playback', textKey: 'notices.play' },
          }),
        );
    }),
    engine.on('stalled', () => dispatch(playerActions.statusChanged('stalled'))),
    engine.on('recovered', () => dispatch(playerActions.statusChanged('playing'))),
    engine.on('advanced', ({ source }) => {
      dispatch(playerActions.currentItemChanged({ itemId: source.key }));
      // Who has paused may seek to the end: what follows waits for a press.
      if (selectIsPlayIntended(getState())) dispatch(playerActions.statusChanged('playing'));
      prepare(true);
    }),
    engine.on('replaced', () => dispatch(playerActions.replacementHeard())),
    engine.on('ended', () => dispatch(goOnAfterEnd())),
    engine.on('failed', ({ source, reason, positionMs }) => {
      if (getState().player.currentItemId !== source.key) return;
      dispatch(playerActions.itemFailed({ itemId: source.key, reason, positionMs }));
      dispatch(afterFailure());
    }),
    store.subscribe(() => prepare(false)),
  ];

  return () => {
    for (const stop of subscriptions) stop();
  };
}

/** Plays what was not prepared; the queue that has been played through waits at its first track, or says why nothing of it can be played again. */
function goOnAfterEnd(): AppThunk {
  return (dispatch, getState) => {
    const isAsleep = selectIsLastBeforeSleep(getState());
    const isPaused = isAsleep || !selectIsPlayIntended(getState());
    if (isAsleep) dispatch(soundActions.sleepTimerChanged(null));
    const following = selectFollowingItem(getState());
    const current = selectCurrentItem(getState());
    const first = selectQueueItems(getState()).find((item) => !item.track.isMissing);
    if (following) dispatch(startItem(following, { isPaused }));
    else if (first) dispatch(startItem(first, { isPaused: true }));
    else if (current) dispatch(failItem(current));
  };
}
