import type { AppServices } from '#services/app-services.ts';
import type { AppStore } from '../store.ts';
import { soundActions } from './sound-slice.ts';

/** Long enough not to wake anybody by the silence. */
const FADE_MS = 10_000;

/** Ends playing when the time of the sleep timer has come; its other kinds end with a track, which the player sees to. */
export function connectSleepTimer(store: AppStore, { engine, environment }: AppServices): () => void {
  let seen = store.getState().sound.sleepTimer;
  let cancel: (() => void) | undefined;
  const unsubscribe = store.subscribe(() => {
    const { sleepTimer } = store.getState().sound;
    if (sleepTimer === seen) return;
    seen = sleepTimer;
    cancel?.();
    if (sleepTimer?.kind !== 'time') return;
    cancel = environment.schedule(
      () => {
        store.dispatch(soundActions.sleepTimerChanged(null));
        engine.fadeOut(FADE_MS);
      },
      Math.max(0, sleepTimer.endsAtMs - environment.nowMs()),
    );
  });
  return () => {
    unsubscribe();
    cancel?.();
  };
}
