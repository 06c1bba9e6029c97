import type { AppServices } from '#services/app-services.ts';
import type { AppStore } from '../store.ts';
import { selectIsPlayIntended } from './player-selectors.ts';
import { adoptServerQueue } from './queue-restore.ts';

/** By then a tab that was paused no longer counts as one that plays. */
const LOOK_AGAIN_MS = 6_000;
/** A tab that is paused keeps the place once more when it takes the other device's queue over. */
const MOST_LOOKS = 4;

/**
 * Takes over what another device made of the queue while nothing plays here: neither on this page, nor in another tab, which may have been
 * paused just now and is looked at some more times.
 */
export function connectQueueAdoption(store: AppStore, { api, environment, queueKeeper }: AppServices): () => void {
  let cancel: (() => void) | undefined;
  const personOf = () => store.getState().user.user?.id;
  const look = (person: string | undefined, looks = 1): void => {
    cancel?.();
    cancel = undefined;
    if (personOf() !== person || queueKeeper.isUnsent || selectIsPlayIntended(store.getState())) return;
    if (!queueKeeper.isPlayedElsewhere()) void store.dispatch(adoptServerQueue());
    else if (looks < MOST_LOOKS) cancel = environment.schedule(() => look(person, looks + 1), LOOK_AGAIN_MS);
  };
  const subscriptions = [
    api.on('serverEvent', (event) => {
      if (event.type === 'queue-changed' && event.client !== queueKeeper.clientId) look(personOf());
    }),
    // What happened while the line was down is unknown.
    api.on('eventsOpened', ({ isResumed }) => isResumed && look(personOf())),
  ];
  return () => {
    cancel?.();
    for (const stop of subscriptions) stop();
  };
}
