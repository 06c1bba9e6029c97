import type { AppServices } from '#services/app-services.ts';
import { PlayTracker } from '#services/sync/play-tracker.ts';
import type { AppStore } from '../store.ts';

/** Has plays reported for whoever is signed in. */
export function connectPlays(store: AppStore, { engine, environment, storage, playOutbox }: AppServices): () => void {
  const findUserId = (): string | undefined => store.getState().user.user?.id;
  return new PlayTracker({ engine, environment, storage, outbox: playOutbox, findUserId }).start();
}
