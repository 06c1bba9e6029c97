import { isLocalId } from '#services/local-files/local-files.ts';
import type { PlaceTold, QueueTold } from '#services/sync/tab-channel.ts';
import type { AppThunk } from '../app-state.ts';
import { startItem } from './playback-thunks.ts';
import { isOfThisPage, selectCurrentItem, selectIsPlayIntended, toKeepable } from './player-selectors.ts';
import { playerActions } from './player-slice.ts';
import { toContinuation } from './queue-continuation.ts';
import { indexOfItem, rearranged } from './queue-order.ts';

/** To the other tabs: the whole queue. */
export function tellQueue(): AppThunk {
  return (_dispatch, getState, { tabs }) => {
    const { player, user } = getState();
    if (!user.user || isOfThisPage(player)) return;
    const { isShuffled, repeat, continuation } = player;
    const queue = { ...toKeepable(player), isShuffled, repeat, continuation };
    tabs.post({ kind: 'queue-told', userId: user.user.id, isPlaying: selectIsPlayIntended(getState()), queue });
  };
}

/** To the other tabs: what is current. */
export function tellPlace(): AppThunk {
  return (_dispatch, getState, { tabs }) => {
    const { player, user } = getState();
    const item = selectCurrentItem(getState());
    if (user.user && item && !isOfThisPage(player) && !isLocalId(item.track.id))
      tabs.post({ kind: 'place-told', userId: user.user.id, itemId: item.itemId });
  };
}

/** The queue is another one in another tab: so it is here. What plays here goes on, unless it was taken out there. */
export function followQueue({ userId, isPlaying, queue: told }: QueueTold): AppThunk {
  return (dispatch, getState) => {
    const { player, user } = getState();
    const isPlayingHere = selectIsPlayIntended(getState());
    // Of two that play, one is about to be paused and is told again.
    if (user.user?.id !== userId || isOfThisPage(player) || (isPlaying && isPlayingHere)) return;
    const order = rearranged(player, told, ({ track }) => isLocalId(track.id));
    const hasOwn = isPlayingHere && indexOfItem(order.items, player.currentItemId) >= 0;
    const currentItemId = hasOwn ? player.currentItemId : told.currentItemId;
    if (!isPlayingHere && (isPlaying || currentItemId !== player.currentItemId)) dispatch(rest());
    const { repeat, continuation } = told;
    dispatch(
      playerActions.queueRestored({ ...order, currentItemId, repeat, continuation: toContinuation(continuation) }),
    );
    if (!isPlayingHere) return;
    const current = selectCurrentItem(getState());
    if (!current) dispatch(rest());
    else if (!hasOwn) dispatch(startItem(current));
    if (current?.itemId !== told.currentItemId) dispatch(tellPlace());
  };
}

/** Another tab plays another item of the queue. */
export function followPlace({ userId, itemId }: PlaceTold): AppThunk {
  return (dispatch, getState, { tabs }) => {
    const { player, user } = getState();
    if (user.user?.id !== userId || isOfThisPage(player) || selectIsPlayIntended(getState())) return;
    if (itemId === player.currentItemId) return;
    if (indexOfItem(player.items, itemId) < 0) return tabs.post({ kind: 'queue-asked' });
    dispatch(rest());
    dispatch(playerActions.currentItemChanged({ itemId }));
  };
}

/** The sound of a pause sinks for less. */
const SUNK_AFTER_MS = 100;

/** What was loaded here is not what comes next: it is loaded when the person wants to hear it, from where the other tab is by then. */
function rest(): AppThunk {
  return (dispatch, getState, { engine, environment }) => {
    if (getState().player.status === 'idle') return;
    engine.pause();
    dispatch(playerActions.statusChanged('idle'));
    environment.schedule(() => {
      if (getState().player.status === 'idle') engine.stop();
    }, SUNK_AFTER_MS);
  };
}
