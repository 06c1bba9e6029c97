import type { AppServices } from '#services/app-services.ts';
import type { AppStore } from '../store.ts';

/** Has the queue saved whenever it, or the place in it, changes. */
export function connectQueueKeeper(store: AppStore, { engine, environment, queueKeeper }: AppServices): () => void {
  const takeSnapshot = () => {
    const { items, unshuffledItemIds, currentItemId, isShuffled, repeat, continuation } = store.getState().player;
    const queue = { items, unshuffledItemIds, currentItemId, isShuffled, repeat, continuation };
    return { queue, positionMs: engine.positionMs };
  };
  let last = store.getState();
  const unsubscribe = store.subscribe(() => {
    const state = store.getState();
    const previous = last;
    last = state;
    const userId = state.user.user?.id;
    if (userId && userId !== previous.user.user?.id) queueKeeper.open(userId, takeSnapshot);
    if (!userId || previous.player === state.player) return;
    if (previous.player.revision < state.player.revision) queueKeeper.queueChanged();
    else if (previous.player.currentItemId !== state.player.currentItemId && state.player.status !== 'idle')
      queueKeeper.positionChanged({ isResting: true });
  });
  const subscriptions = [
    engine.on('progressed', () => queueKeeper.positionChanged({ isResting: false })),
    engine.on('paused', () => queueKeeper.positionChanged({ isResting: true })),
    engine.on('seeked', () => queueKeeper.positionChanged({ isResting: false })),
    environment.onHide(() => queueKeeper.part()),
  ];
  return () => {
    unsubscribe();
    for (const stop of subscriptions) stop();
  };
}
