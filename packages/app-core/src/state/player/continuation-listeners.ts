import type { AppStore } from '../store.ts';
import { continueQueue } from './list-thunks.ts';
import { selectCurrentIndex, selectIsPlayIntended } from './player-selectors.ts';

const TRACKS_AT_START = 500;
const TRACKS_AHEAD = 100;
const TRACKS_MORE = 200;

/** A queue that is a part of a longer list gets more of it long before it runs short; asked once for each track. */
export function connectContinuation({ dispatch, getState, subscribe }: AppStore): () => void {
  let askedAtItemId: string | null = null;
  return subscribe(() => {
    const { continuation, items, currentItemId } = getState().player;
    if (!continuation || currentItemId === askedAtItemId || !selectIsPlayIntended(getState())) return;
    const ahead = items.length - selectCurrentIndex(getState());
    if (items.length >= TRACKS_AT_START && ahead > TRACKS_AHEAD) return;
    askedAtItemId = currentItemId;
    void dispatch(continueQueue(Math.max(TRACKS_MORE, TRACKS_AT_START - items.length)));
  });
}
