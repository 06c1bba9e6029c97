import type { ApiService } from '#services/api/api-service.ts';
import type { AppServices } from '#services/app-services.ts';
import type { TabMessage } from '#services/sync/tab-channel.ts';
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
    tabs.onMessage((message) => follow(store, { api, following }, message)),
  ];
  return () => {
    for (const stop of subscriptions) stop();
  };
}

interface Follower {
  api: ApiService;
  following: TabFollowing;
}

function follow({ dispatch, getState }: AppStore, { api, following }: Follower, message: TabMessage): void {
  const { status, user } = getState().user;
  if (message.kind === 'signed-out' && (status === 'signed-in' || status === 'unreachable'))
    following.run(() => {
      api.dropSession();
      dispatch(endSession('signed-out'));
    });
  if (message.kind !== 'signed-in') return;
  if (status === 'signed-out' || status === 'setup-required') void dispatch(bootSession());
  // Two people have signed in at once: the session is that of the one whom the server saw last.
  if (status === 'signed-in' && message.userId !== user?.id) void api.renewSession();
}
