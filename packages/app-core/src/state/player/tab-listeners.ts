import type { AppServices } from '#services/app-services.ts';
import type { TabMessage } from '#services/sync/tab-channel.ts';
import { TabFollowing } from '#services/sync/tab-following.ts';
import type { AppStore } from '../store.ts';
import { pause } from './playback-thunks.ts';
import { selectIsPlayIntended } from './player-selectors.ts';
import type { PlayerState } from './player-slice.ts';
import { followPlace, followQueue, tellPlace, tellQueue } from './tab-thunks.ts';

/**
 * The tabs of one browser have one queue, whichever of them changes it, and one of them sounds at a time: the one that was started last.
 */
export function connectTabPlayback(store: AppStore, services: AppServices): () => void {
  const { engine, tabs, tabOrder } = services;
  const teller = createTeller(store, services);
  let last = store.getState();
  const following = new TabFollowing();
  const subscriptions = [
    store.subscribe(() => {
      const { player, user } = store.getState();
      const before = last;
      last = store.getState();
      if (user.user && user.user.id !== before.user.user?.id) tabs.post({ kind: 'queue-asked', stamp: tabOrder.now });
      else if (following.isUnderWay || !user.user) return;
      else if (player.revision > before.player.revision) teller.note('queue');
      else if (player.currentItemId !== before.player.currentItemId && !isRestored(player, before.player))
        teller.note('place');
    }),
    engine.on('playing', () => {
      tabs.post({ kind: 'playing-started', stamp: tabOrder.mark('playing') });
      teller.note('queue');
    }),
    tabs.onMessage((message) => {
      teller.hear(message);
      following.run(() => follow(store, services, message));
    }),
  ];
  return () => {
    for (const stop of subscriptions) stop();
  };
}

/** The other tabs have what was restored by themselves. The items alone may also be others since a file was replaced. */
const isRestored = (player: PlayerState, before: PlayerState): boolean =>
  player.items !== before.items && player.unshuffledItemIds !== before.unshuffledItemIds;

function follow({ dispatch, getState }: AppStore, { tabs, tabOrder }: AppServices, message: TabMessage): void {
  if (message.kind === 'queue-told') dispatch(followQueue(message));
  else if (message.kind === 'place-told') dispatch(followPlace(message));
  else if (message.kind === 'tab-there') tabOrder.hear(message.stamp);
  else if (message.kind === 'playing-started') {
    // Of two that start at once one plays on.
    if (!message.stamp || tabOrder.take('playing', message.stamp) === 'later') dispatch(pause());
  } else if (message.kind === 'queue-asked') {
    tabOrder.hear(message.stamp);
    if (selectIsPlayIntended(getState())) dispatch(tellQueue());
    else tabs.post({ kind: 'tab-there', stamp: tabOrder.now });
  }
}

/** Tells the other tabs what changed, once the act is complete that the change began with. */
function createTeller({ dispatch }: AppStore, { tabOrder }: AppServices) {
  /** Nobody was heard yet: a long queue is not copied for nobody. */
  let isAlone = true;
  let untold: 'queue' | 'place' | null = null;
  const tell = (): void => {
    const told = untold;
    untold = null;
    if (told) dispatch(told === 'queue' ? tellQueue() : tellPlace());
  };
  const note = (what: 'queue' | 'place'): void => {
    if (what === 'queue') tabOrder.mark('queue', 'place');
    else tabOrder.mark('place');
    if (untold === null && !isAlone) queueMicrotask(tell);
    if (untold !== 'queue') untold = what;
  };
  const hear = (message: TabMessage): void => {
    if (!isAlone) return;
    isAlone = false;
    const missed = untold;
    untold = null;
    if (message.kind !== 'tab-there') return;
    // It was there before this one, but asleep.
    tabOrder.hear(message.stamp);
    if (missed) note(missed);
  };
  return { note, hear };
}
