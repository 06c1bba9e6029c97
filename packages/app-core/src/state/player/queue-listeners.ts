import type { AppServices } from '#services/app-services.ts';
import type { AppStore } from '../store.ts';
import { isOfThisPage, selectIsPlayIntended, toKeepable } from './player-selectors.ts';
import type { PlayerState } from './player-slice.ts';

/** Has the queue saved whenever it, or the place in it, changes. */
export function connectQueueKeeper(store: AppStore, { engine, environment, queueKeeper }: AppServices): () => void {
  let last = store.getState();
  // What there was before files of this device took its place: a save that is due by then is of that.
  let left = { player: last.player, positionMs: 0 };
  let isAway = isOfThisPage(last.player);
  const takeSnapshot = () => {
    const { player } = store.getState();
    if (isAway) return toSnapshot(left);
    // What rests here may play in another tab, which keeps the place.
    const isAtRest = player.status === 'idle';
    return toSnapshot({
      player,
      positionMs: isAtRest ? queueKeeper.findPlace(player.currentItemId) : engine.positionMs,
    });
  };
  const unsubscribe = store.subscribe(() => {
    const state = store.getState();
    const previous = last;
    last = state;
    const userId = state.user.user?.id;
    const wasAway = isAway;
    // Files that were all forgotten leave nothing: what there was before them stays.
    if (state.player.items.length > 0) isAway = isOfThisPage(state.player);
    // The queue changes before the engine loads: it still stands in what is left, also where that never got to play.
    if (isAway && !wasAway) left = { player: previous.player, positionMs: engine.positionMs };
    if (userId && userId !== previous.user.user?.id) queueKeeper.open(userId, takeSnapshot);
    if (!userId || previous.player === state.player || isAway) return;
    if (previous.player.revision < state.player.revision) queueKeeper.queueChanged();
    else if (previous.player.currentItemId !== state.player.currentItemId && state.player.status !== 'idle') {
      if (selectIsPlayIntended(state)) queueKeeper.began();
      queueKeeper.positionChanged({ isResting: true });
    }
  });
  const keepPosition = (isResting: boolean): void => {
    if (!isAway) queueKeeper.positionChanged({ isResting });
  };
  const subscriptions = [
    engine.on('playing', () => !isAway && queueKeeper.began()),
    engine.on('progressed', () => keepPosition(false)),
    engine.on('paused', () => keepPosition(true)),
    engine.on('seeked', () => keepPosition(false)),
    environment.onHide(() => queueKeeper.part()),
  ];
  return () => {
    unsubscribe();
    for (const stop of subscriptions) stop();
  };
}

function toSnapshot({ player, positionMs }: { player: PlayerState; positionMs: number }) {
  const { isShuffled, repeat, continuation } = player;
  return { queue: { ...toKeepable(player), isShuffled, repeat, continuation }, positionMs };
}
