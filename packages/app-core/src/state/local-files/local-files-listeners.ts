import type { AppServices } from '#services/app-services.ts';
import type { LocalFilesEvents } from '#services/local-files/local-files.ts';
import { appendTracks, playTracks } from '../player/queue-thunks.ts';
import type { AppStore } from '../store.ts';
import { localFilesActions } from './local-files-slice.ts';

/** Plays what is chosen from this device at once. Whoever signs in afterwards finds nothing of it. */
export function connectLocalFiles(store: AppStore, { localFiles }: AppServices): () => void {
  const take = ({ choiceId, tracks, isFirst, skippedCount }: LocalFilesEvents['chosen']): void => {
    store.dispatch(localFilesActions.localFilesChosen({ tracks, isFirst, skippedCount }));
    const source = { kind: 'tracks', id: choiceId, title: '' } as const;
    if (isFirst) store.dispatch(playTracks({ tracks, source, isShuffled: false }));
    // The rest of a queue that was left for another one is not wanted any more.
    else if (store.getState().player.items.some((item) => item.source?.id === choiceId))
      store.dispatch(appendTracks(tracks, source));
  };
  let userId = store.getState().user.user?.id;
  const follow = (): void => {
    const { user, status } = store.getState().user;
    if (status === 'unreachable' || status === 'unknown' || user?.id === userId) return;
    userId = user?.id;
    for (const { id } of store.getState().localFiles.tracks) localFiles.forget(id);
    store.dispatch(localFilesActions.localFilesReset());
  };
  const stops = [localFiles.on('chosen', take), store.subscribe(follow)];
  return () => {
    for (const stop of stops) stop();
  };
}
