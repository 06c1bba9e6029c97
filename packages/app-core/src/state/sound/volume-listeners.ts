import type { AppServices } from '#services/app-services.ts';
import { selectVolume } from '../player/player-selectors.ts';
import type { AppStore } from '../store.ts';
import { selectSleepTimer, soundActions } from './sound-slice.ts';

/** Long enough not to wake anybody by the silence. */
const SINKING_MS = 10_000;
/** A step of the sinking is a fifth of a percent: none is heard by itself. */
const STEP_MS = 20;

/**
 * Has the engine as loud as the person wants, and ends playing when the time of the sleep timer has come; its other kinds end with a track,
 * which the player sees to. The last seconds sink by the volume, not by a fade of what plays: they go on through a seek, a skip and a pause,
 * by which somebody half asleep does not mean to be woken.
 */
export function connectVolume(store: AppStore, { engine, environment }: AppServices): () => void {
  let timer = selectSleepTimer(store.getState());
  let volume = selectVolume(store.getState());
  /** 1 but while the sound sinks, and from then on until it comes back. */
  let share = 1;
  let cancel: (() => void) | undefined;

  const setShare = (wanted: number): void => {
    share = wanted;
    engine.setVolume(volume * share);
  };
  const sink = (endsAtMs: number): void => {
    const leftMs = endsAtMs - environment.nowMs();
    if (leftMs <= 0) return endPlaying();
    setShare(Math.min(1, leftMs / SINKING_MS));
    cancel = environment.schedule(() => sink(endsAtMs), STEP_MS);
  };
  const endPlaying = (): void => {
    setShare(0);
    engine.pause();
    timer = null;
    store.dispatch(soundActions.sleepTimerChanged(null));
  };
  const followTimer = (): void => {
    cancel?.();
    if (share < 1) setShare(1);
    if (timer?.kind !== 'time') return;
    const { endsAtMs } = timer;
    cancel = environment.schedule(
      () => {
        store.dispatch(soundActions.sinkingBegan());
        sink(endsAtMs);
      },
      Math.max(0, endsAtMs - SINKING_MS - environment.nowMs()),
    );
  };
  const follow = (): void => {
    const state = store.getState();
    const [newTimer, newVolume] = [selectSleepTimer(state), selectVolume(state)];
    const isOtherTimer = newTimer !== timer;
    timer = newTimer;
    if (newVolume !== volume) {
      volume = newVolume;
      setShare(share);
    }
    if (isOtherTimer) followTimer();
  };
  /** After the end the sound stays down until there is some again: the last of it still sinks while the engine pauses. */
  const comeBack = (): void => {
    if (share === 0) setShare(1);
  };

  setShare(1);
  const stops = [store.subscribe(follow), engine.on('loading', comeBack), engine.on('playing', comeBack)];
  return () => {
    cancel?.();
    for (const stop of stops) stop();
  };
}
