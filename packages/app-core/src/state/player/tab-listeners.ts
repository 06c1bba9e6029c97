import type { AppServices } from '#services/app-services.ts';
import type { TabMessage } from '#services/sync/tab-channel.ts';
import type { AppStore } from '../store.ts';
import { pause } from './playback-thunks.ts';
import { selectIsPlayIntended } from './player-selectors.ts';
import { followPlace, followQueue, tellPlace, tellQueue } from './tab-thunks.ts';

/**
 * The tabs of one browser have one queue, whichever of them changes it, and one of them sounds at a time: the one that was started last.
 */
export function connectTabPlayback(store: AppStore, { engine, tabs }: AppServices): () => void {
  const { dispatch, getState } = store;
  let last = getState();
  let isFollowing = false;
  /** Nobody was heard yet: a long queue is not copied for nobody. */
  let isAlone = true;
  /** What is to be told once the act is complete that began with it. */
  let untold: 'queue' | 'place' | null = null;
  const tell = (): void => {
    const told = untold;
    untold = null;
    if (!isAlone) dispatch(told === 'queue' ? tellQueue() : tellPlace());
  };
  const note = (what: 'queue' | 'place'): void => {
    if (untold === null) queueMicrotask(tell);
    if (untold !== 'queue') untold = what;
  };
  const follow = (message: TabMessage): void => {
    if (message.kind === 'playing-started') dispatch(pause());
    else if (message.kind === 'queue-told') dispatch(followQueue(message));
    else if (message.kind === 'place-told') dispatch(followPlace(message));
    else if (message.kind === 'queue-asked')
      if (selectIsPlayIntended(getState())) dispatch(tellQueue());
      else tabs.post({ kind: 'tab-there' });
  };
  const subscriptions = [
    store.subscribe(() => {
      const { player, user } = getState();
      const before = last;
      last = getState();
      if (user.user && user.user.id !== before.user.user?.id) tabs.post({ kind: 'queue-asked' });
      else if (isFollowing || !user.user) return;
      else if (player.revision > before.player.revision) note('queue');
      else if (player.currentItemId !== before.player.currentItemId) note('place');
    }),
    engine.on('playing', () => {
      tabs.post({ kind: 'playing-started' });
      note('queue');
    }),
    tabs.onMessage((message) => {
      isAlone = false;
      isFollowing = true;
      try {
        follow(message);
      } finally {
        isFollowing = false;
      }
    }),
  ];
  return () => {
    for (const stop of subscriptions) stop();
  };
}
