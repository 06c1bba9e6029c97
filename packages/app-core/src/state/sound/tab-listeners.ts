import type { AppServices } from '#services/app-services.ts';
import { TabFollowing } from '#services/sync/tab-following.ts';
import { playerActions } from '../player/player-slice.ts';
import type { AppStore } from '../store.ts';
import { selectSleepTimer, soundActions, type SleepTimer } from './sound-slice.ts';

/** Sleep timer and mute are of what is heard, in whichever tab that is and in whichever they were set. */
export function connectTabSound(store: AppStore, { environment, tabs, tabOrder }: AppServices): () => void {
  const read = () => ({
    sleepTimer: selectSleepTimer(store.getState()),
    isMuted: store.getState().player.isMuted,
  });
  let last = read();
  const following = new TabFollowing();
  /** Its time comes in each tab by itself: the first to notice may not call it off where the music is. */
  const hasRunOut = (timer: SleepTimer | null): boolean =>
    timer?.kind === 'time' && timer.endsAtMs <= environment.nowMs();
  const tell = (): void => tabs.post({ kind: 'sound-told', stamp: tabOrder.latest('sound'), ...last });
  const subscriptions = [
    store.subscribe(() => {
      const before = last;
      last = read();
      if (following.isUnderWay || (last.sleepTimer === before.sleepTimer && last.isMuted === before.isMuted)) return;
      if (last.sleepTimer === null && hasRunOut(before.sleepTimer)) return;
      tabOrder.mark('sound');
      tell();
    }),
    tabs.onMessage((message) => {
      if (message.kind === 'queue-asked' && tabOrder.latest('sound').count > 0) tell();
      if (message.kind !== 'sound-told' || tabOrder.take('sound', message.stamp) !== 'later') return;
      following.run(() => {
        store.dispatch(soundActions.sleepTimerChanged(message.sleepTimer));
        store.dispatch(playerActions.muteChanged(message.isMuted));
      });
    }),
  ];
  return () => {
    for (const stop of subscriptions) stop();
  };
}
