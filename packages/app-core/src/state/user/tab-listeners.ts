import type { AppServices } from '#services/app-services.ts';
import { TabFollowing } from '#services/sync/tab-following.ts';
import type { AppStore } from '../store.ts';
import { bootSession, changePerson, endSession } from './user-thunks.ts';

/** The tabs share one session: a sign-out in one is seen in all, and so is a sign-in. */
export function connectTabSession(store: AppStore, { api, tabs }: AppServices): () => void {
  const statusOf = () => store.getState().user.status;
  const personOf = () => store.getState().user.user?.id;
  let last = statusOf();
  const following = new TabFollowing();
  const subscriptions = [
    store.subscribe(() => {
      const status = statusOf();
      const previous = last;
      last = status;
      if (status === previous || following.isUnderWay) return;
      if (status === 'signed-in' && previous !== 'unreachable') tabs.post({ kind: 'signed-in', userId: personOf() });
      if (status === 'signed-out' && previous === 'signed-in') tabs.post({ kind: 'signed-out' });
    }),
    api.on('sessionRenewed', ({ session }) => {
      const person = personOf();
      if (person && person !== session.user.id) following.run(() => store.dispatch(changePerson(session)));
    }),
    tabs.onMessage((message) => {
      const { kind } = message;
      const status = statusOf();
      if (kind === 'signed-out' && (status === 'signed-in' || status === 'unreachable'))
        following.run(() => {
          api.dropSession();
          store.dispatch(endSession('signed-out'));
        });
      if (kind === 'signed-in' && (status === 'signed-out' || status === 'setup-required'))
        void store.dispatch(bootSession());
      // Two people have signed in at once: the session is that of the one whom the server saw last.
      if (kind === 'signed-in' && status === 'signed-in' && message.userId !== personOf()) void api.renewSession();
    }),
  ];
  return () => {
    for (const stop of subscriptions) stop();
  };
}
