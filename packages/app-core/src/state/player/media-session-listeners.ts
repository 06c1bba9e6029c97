import type { AppServices } from '#services/app-services.ts';
import type { MediaSessionAction } from '#services/audio/media-session-bridge.ts';
import type { AppThunk } from '../app-state.ts';
import { selectSpeed } from '../sound/sound-slice.ts';
import type { AppStore } from '../store.ts';
import { pause, play, seekBy, seekTo, skipNext, skipPrevious, stopPlayback } from './playback-thunks.ts';
import { selectCurrentItem, selectIsPlayIntended } from './player-selectors.ts';
import type { QueueItem } from './queue-order.ts';

const ARTWORK_SIZES_PX = [96, 256, 512];

/** Shows what plays on the lock screen, and does what its buttons and the media keys ask. */
export function connectMediaSession(store: AppStore, { coverUrl, engine, mediaSession }: AppServices): () => void {
  let shown: QueueItem | undefined;
  let shownSpeed = 1;
  const show = (): void => {
    const state = store.getState();
    const current = selectCurrentItem(state);
    if (selectSpeed(state) !== shownSpeed) showPosition();
    if (current !== shown) {
      shown = current;
      mediaSession.setMetadata(current ? toMetadata(current, coverUrl) : null);
      if (!current) mediaSession.setPosition(null);
    }
    mediaSession.setPlaybackState(!current ? 'none' : selectIsPlayIntended(state) ? 'playing' : 'paused');
  };
  const showPosition = (): void => {
    shownSpeed = selectSpeed(store.getState());
    if (!shown) return;
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

function toMetadata({ track }: QueueItem, coverUrl: (coverId: string, sizePx: number) => string) {
  const { cover } = track;
  return {
    title: track.title,
    artist: track.artistCredit,
    album: track.albumTitle ?? '',
    artwork: cover ? ARTWORK_SIZES_PX.map((sizePx) => ({ url: coverUrl(cover.id, sizePx), sizePx })) : [],
  };
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
