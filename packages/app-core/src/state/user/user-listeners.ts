import type { AppServices } from '#services/app-services.ts';
import { notify } from '../notices/notices-slice.ts';
import type { AppStore } from '../store.ts';
import { userActions } from './user-slice.ts';
import { bootSession, endSession } from './user-thunks.ts';

const FIRST_RETRY_MS = 2_000;
const LONGEST_RETRY_MS = 30_000;

/** Follows the session: ends the user's state with it, and keeps trying while the server is out of reach. */
export function connectUser(store: AppStore, { api, environment, settingsSync }: AppServices): () => void {
  let attempt = 0;
  let cancelRetry: (() => void) | undefined;
  let lastStatus = store.getState().user;

  const retry = (): void => {
    cancelRetry?.();
    cancelRetry = undefined;
    void store.dispatch(bootSession()).then(armRetry);
  };
  const armRetry = (): void => {
    if (store.getState().user.status !== 'unreachable') {
      attempt = 0;
      return;
    }
    cancelRetry?.();
    const delayMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt);
    attempt = Math.min(attempt + 1, 8);
    cancelRetry = environment.schedule(retry, delayMs * (0.75 + environment.random() / 2));
  };

  const subscriptions = [
    store.subscribe(() => {
      const { user } = store.getState();
      if (user === lastStatus) return;
      const hasBecomeUnreachable = user.status === 'unreachable' && lastStatus.status !== 'unreachable';
      lastStatus = user;
      if (hasBecomeUnreachable) armRetry();
    }),
    environment.onOnlineChange((isOnline) => {
      if (isOnline && store.getState().user.status === 'unreachable') retry();
    }),
    api.on('sessionEnded', () => {
      store.dispatch(endSession('signed-out'));
      store.dispatch(notify({ kind: 'info', textKey: 'notices.sessionEnded' }));
    }),
    api.on('sessionRenewed', ({ session }) => {
      const { user } = store.getState().user;
      if (user?.id === session.user.id) store.dispatch(userActions.sessionStarted(session.user));
    }),
    api.on('eventsOpened', () => store.dispatch(userActions.liveChanged(true))),
    api.on('eventsLost', () => store.dispatch(userActions.liveChanged(false))),
    environment.onHide(() => void settingsSync.flush()),
  ];
  return () => {
    cancelRetry?.();
    for (const stop of subscriptions) stop();
  };
}
