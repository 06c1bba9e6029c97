import type { AppServices } from '#services/app-services.ts';
import type { MediaArtwork, MediaSessionAction, MediaSessionMetadata } from '#services/audio/media-session-bridge.ts';
import type { AppState, AppThunk } from '../app-state.ts';
import { selectSpeed } from '../sound/sound-slice.ts';
import type { AppStore } from '../store.ts';
import { pause, play, seekBy, seekTo, skipNext, skipPrevious, stopPlayback } from './playback-thunks.ts';
import { selectCurrentItem, selectIsPlayIntended, selectPlayerStatus } from './player-selectors.ts';
import type { QueueItem } from './queue-order.ts';

/** Steps of the server's ladder: it would round others up, and what is said of their size would be wrong. */
const ARTWORK_SIZES_PX = [96, 320, 640];

/** Shows what plays on the lock screen, and does what its buttons and the media keys ask. */
export function connectMediaSession(store: AppStore, services: AppServices): () => void {
  const { engine, mediaSession } = services;
  let shown: QueueItem | undefined;
  let shownSpeed = 1;
  const show = (): void => {
    const state = store.getState();
    const current = selectCurrentItem(state);
    const isOther = current !== shown;
    if (isOther) {
      shown = current;
      mediaSession.setMetadata(current ? toMetadata(current, services) : null);
      if (!current) mediaSession.setPosition(null);
    }
    if (isOther || selectCountingSpeed(state) !== shownSpeed) showPosition();
    mediaSession.setPlaybackState(!current ? 'none' : selectIsPlayIntended(state) ? 'playing' : 'paused');
  };
  const showPosition = (): void => {
    const state = store.getState();
    shownSpeed = selectCountingSpeed(state);
    if (!shown || isUnloaded(state)) return;
    const durationMs = engine.durationMs || shown.track.durationMs;
    const positionMs = Math.min(engine.positionMs, durationMs);
    if (durationMs > 0) mediaSession.setPosition({ positionMs, durationMs, speed: shownSpeed });
  };
  const subscriptions = [
    store.subscribe(show),
    mediaSession.onAction((action) => store.dispatch(toThunk(action))),
    ...(['playing', 'paused', 'seeked', 'durationKnown', 'advanced', 'recovered'] as const).map((name) =>
      engine.on(name, showPosition),
    ),
  ];
  return () => {
    for (const stop of subscriptions) stop();
    mediaSession.setMetadata(null);
    mediaSession.setPlaybackState('none');
  };
}

/** The engine holds nothing whose place it could tell. */
const isUnloaded = (state: AppState): boolean => ['idle', 'failed'].includes(selectPlayerStatus(state));

/** The place stands still while sound is waited for. */
function selectCountingSpeed(state: AppState): number {
  const status = selectPlayerStatus(state);
  return status === 'loading' || status === 'stalled' ? 0 : selectSpeed(state);
}

function toMetadata({ track }: QueueItem, services: AppServices): MediaSessionMetadata {
  return {
    title: track.title,
    artist: track.artistCredit,
    album: track.albumTitle ?? '',
    artwork: track.cover ? listArtwork(track.cover.id, services) : [],
  };
}

/** Of the server as JPEG, which every system shows, so that the type that is told holds whoever asks for it. */
function listArtwork(coverId: string, { api, localFiles }: AppServices): MediaArtwork[] {
  const local = localFiles.findCover(coverId);
  if (local) return [{ ...local, sizePx: null }];
  return ARTWORK_SIZES_PX.map((sizePx) => ({
    url: api.coverUrl(coverId, sizePx, 'jpeg'),
    sizePx,
    type: 'image/jpeg',
  }));
}

function toThunk(action: MediaSessionAction): AppThunk {
  switch (action.type) {
    case 'play':
      return play();
    case 'pause':
      return pause();
    case 'stop':
      return stopPlayback();
    case 'next':
      return skipNext();
    case 'previous':
      return skipPrevious();
    case 'seek-to':
      return seekTo(action.positionMs);
    case 'seek-by':
      return seekBy(action.deltaMs);
  }
}
