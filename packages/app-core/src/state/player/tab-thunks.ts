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
  return (_dispatch, getState, { tabs, tabOrder }) => {
    const { player, user } = getState();
    if (!user.user || isOfThisPage(player)) return;
    const { isShuffled, repeat, continuation } = player;
    tabs.post({
      kind: 'queue-told',
      stamp: tabOrder.latest('queue'),
      placeStamp: tabOrder.latest('place'),
      userId: user.user.id,
      isPlaying: selectIsPlayIntended(getState()),
      queue: { ...toKeepable(player), isShuffled, repeat, continuation },
    });
  };
}

/** To the other tabs: what is current. */
export function tellPlace(): AppThunk {
  return (_dispatch, getState, { tabs, tabOrder }) => {
    const { player, user } = getState();
    const item = selectCurrentItem(getState());
    if (!user.user || !item || isOfThisPage(player) || isLocalId(item.track.id)) return;
    tabs.post({ kind: 'place-told', stamp: tabOrder.latest('place'), userId: user.user.id, itemId: item.itemId });
  };
}

/** The queue of another tab. Of changes made at once the latest holds in all tabs: one that told an earlier one is told it in return. */
export function followQueue(told: QueueTold): AppThunk {
  return (dispatch, getState, { tabOrder }) => {
    if (getState().user.user?.id !== told.userId) return;
    const age = tabOrder.take('queue', told.stamp);
    const isPlaceLater = tabOrder.take('place', told.placeStamp) === 'later';
    if (age === 'later') dispatch(takeQueue(told, isPlaceLater));
    else if (isPlaceLater && told.queue.currentItemId !== null) dispatch(takePlace(told.queue.currentItemId));
    if (age === 'earlier') dispatch(tellQueue());
  };
}

/** Another tab has come to another item of the queue. */
export function followPlace({ userId, stamp, itemId }: PlaceTold): AppThunk {
  return (dispatch, getState, { tabOrder }) => {
    if (getState().user.user?.id !== userId) return;
    if (tabOrder.take('place', stamp) === 'later') dispatch(takePlace(itemId));
  };
}

/** What plays here goes on, unless it was taken out there: then what follows does, or what was started there instead is heard there. */
function takeQueue({ isPlaying, queue: told }: QueueTold, isPlaceLater: boolean): AppThunk {
  return (dispatch, getState) => {
    const { player } = getState();
    if (isOfThisPage(player)) return;
    const isPlayingHere = selectIsPlayIntended(getState());
    const order = rearranged(player, told, ({ track }) => isLocalId(track.id));
    const isOwnKept = (isPlayingHere || !isPlaceLater) && indexOfItem(order.items, player.currentItemId) >= 0;
    const currentItemId = isOwnKept ? player.currentItemId : told.currentItemId;
    if (!isPlayingHere && (isPlaying || currentItemId !== player.currentItemId)) dispatch(rest());
    const { repeat, continuation } = told;
    dispatch(
      playerActions.queueFollowed({ ...order, currentItemId, repeat, continuation: toContinuation(continuation) }),
    );
    if (!isPlayingHere) return;
    const current = selectCurrentItem(getState());
    if (!current || (!isOwnKept && isPlaying)) dispatch(rest());
    else if (!isOwnKept) dispatch(startItem(current));
    if (current?.itemId !== told.currentItemId) dispatch(insistOnPlace());
  };
}

function takePlace(itemId: string): AppThunk {
  return (dispatch, getState, { tabs, tabOrder }) => {
    const { player } = getState();
    if (isOfThisPage(player) || itemId === player.currentItemId) return;
    if (selectIsPlayIntended(getState())) return dispatch(insistOnPlace());
    if (indexOfItem(player.items, itemId) < 0) {
      tabOrder.forget('queue', 'place');
      return tabs.post({ kind: 'queue-asked', stamp: tabOrder.now });
    }
    dispatch(rest());
    dispatch(playerActions.currentItemChanged({ itemId }));
  };
}

/** What is heard is current for all, unless another tab is to be heard by now. */
function insistOnPlace(): AppThunk {
  return (dispatch, _getState, { tabOrder }) => {
    if (!tabOrder.isOwn('playing')) return;
    tabOrder.mark('place');
    dispatch(tellPlace());
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
