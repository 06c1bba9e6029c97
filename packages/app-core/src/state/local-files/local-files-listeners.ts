import type { AppServices } from '#services/app-services.ts';
import { isLocalId, type LocalFilesEvents } from '#services/local-files/local-files.ts';
import { libraryApi } from '../library/library-api.ts';
import { notify } from '../notices/notices-slice.ts';
import { selectCurrentItem, selectNextItem, toSourcePlace } from '../player/player-selectors.ts';
import { appendTracks, playTracks } from '../player/queue-thunks.ts';
import type { AppStore } from '../store.ts';
import { localFilesActions } from './local-files-slice.ts';
import { connectLocalQueue } from './local-queue.ts';

/** Plays what is chosen from this device at once. Whoever signs in afterwards finds nothing of it. */
export function connectLocalFiles(store: AppStore, services: AppServices): () => void {
  const { localFiles, engine } = services;
  const queue = connectLocalQueue(store, services);
  const take = ({ choiceId, tracks, isFirst, skippedCount }: LocalFilesEvents['chosen']): void => {
    store.dispatch(localFilesActions.localFilesChosen({ tracks, isFirst, skippedCount }));
    const source = { kind: 'tracks', id: choiceId, title: '' } as const;
    if (isFirst) store.dispatch(playTracks({ tracks, source, isShuffled: false }));
    // The rest of a queue that was left for another one is not wanted any more.
    else if (store.getState().player.items.some((item) => item.source?.id === choiceId))
      store.dispatch(appendTracks(tracks, source));
  };
  const reopen = (reopened: LocalFilesEvents['reopened']): void => {
    const { tracks, way } = reopened;
    store.dispatch(localFilesActions.localFilesReopened({ tracks }));
    const isResumed = queue.resume({ isPaused: way === 'by-itself' });
    if (isResumed || way !== 'choice') return;
    const source = { kind: 'tracks', id: reopened.choiceId, title: '' } as const;
    store.dispatch(playTracks({ tracks, source, isShuffled: false }));
  };
  const stops = [
    queue.disconnect,
    localFiles.on('chosen', take),
    localFiles.on('chooseFailed', () => store.dispatch(notify({ kind: 'error', textKey: 'notices.localFilesFailed' }))),
    localFiles.on('remembered', (remembered) => store.dispatch(localFilesActions.localFilesRemembered(remembered))),
    localFiles.on('reopened', reopen),
    localFiles.on('measured', ({ trackId, waveform, loudness }) => {
      engine.setLoudness(trackId, loudness);
      const input = { params: { trackId } };
      void store.dispatch(libraryApi.util.upsertQueryData('getWaveform', input, waveform));
    }),
    followUser(store, services),
    followPlaying(store, services),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function followUser(store: AppStore, { localFiles }: AppServices): () => void {
  let userId = store.getState().user.user?.id;
  const follow = (): void => {
    const { user, status } = store.getState().user;
    if (status === 'unreachable' || status === 'unknown' || user?.id === userId) return;
    // Whoever comes back at the start of a visit finds what was kept, but nothing that was chosen before.
    if (userId === undefined) localFiles.forget(store.getState().localFiles.tracks.map(({ id }) => id));
    else localFiles.forgetAll();
    userId = user?.id;
    store.dispatch(localFilesActions.localFilesReset());
    if (userId !== undefined) localFiles.rememberFor(userId);
  };
  return store.subscribe(follow);
}

/** What plays is measured first, then what follows: the level and the waveform of both are known early. For albums all of them is. */
function followPlaying(store: AppStore, { localFiles }: AppServices): () => void {
  let asked = ' false';
  let source: string | undefined;
  const follow = (): void => {
    const state = store.getState();
    const { loudnessSource, levelling } = state.settings.synced;
    if (loudnessSource !== source) localFiles.setLoudnessSource(loudnessSource);
    source = loudnessSource;
    const items = [selectCurrentItem(state), selectNextItem(state)].flatMap((item) =>
      item && isLocalId(item.track.id) ? item : [],
    );
    const trackIds = items.map(({ track }) => track.id);
    const isAlbumPlayed = items.some((item) => toSourcePlace(state.player, item).isWithinAlbum);
    const withAlbums = levelling === 'album' || (levelling === 'auto' && isAlbumPlayed);
    const question = `${trackIds.join()} ${withAlbums}`;
    if (asked === question) return;
    asked = question;
    localFiles.measure(trackIds, { withAlbums });
  };
  follow();
  return store.subscribe(follow);
}
