import type { MediaSessionAction, MediaSessionBridge } from '@jetstream/app-core/services';

const SEEK_STEP_MS = 10_000;
/**
 * The system counts on by this while it waits for sound: 0 is refused (W3C Media Session, setPositionState), and `paused`
 * would take the button for pausing away and let a phone put the page to sleep.
 */
const STANDSTILL_RATE = 1e-4;

type Listener = (action: MediaSessionAction) => void;

const actions: Partial<
  Record<globalThis.MediaSessionAction, (details: MediaSessionActionDetails) => MediaSessionAction>
> = {
  play: () => ({ type: 'play' }),
  pause: () => ({ type: 'pause' }),
  stop: () => ({ type: 'stop' }),
  nexttrack: () => ({ type: 'next' }),
  previoustrack: () => ({ type: 'previous' }),
  seekbackward: ({ seekOffset }) => ({ type: 'seek-by', deltaMs: -toStepMs(seekOffset) }),
  seekforward: ({ seekOffset }) => ({ type: 'seek-by', deltaMs: toStepMs(seekOffset) }),
  seekto: ({ seekTime }) => ({ type: 'seek-to', positionMs: (seekTime ?? 0) * 1000 }),
};

const toStepMs = (seekOffset: number | null | undefined): number => (seekOffset ? seekOffset * 1000 : SEEK_STEP_MS);

/** The browser's media session: lock screen, media keys, headset buttons. Silent where there is none. */
export function createBrowserMediaSession(): MediaSessionBridge {
  const session = (navigator as Partial<Pick<Navigator, 'mediaSession'>>).mediaSession;
  if (!session) return { setMetadata: noop, setPlaybackState: noop, setPosition: noop, onAction: () => noop };
  return {
    setMetadata: (metadata) => {
      session.metadata =
        metadata &&
        new MediaMetadata({
          title: metadata.title,
          artist: metadata.artist,
          album: metadata.album,
          artwork: metadata.artwork.map(({ url, sizePx, type }) => ({
            src: url,
            type,
            ...(sizePx !== null && { sizes: `${sizePx}x${sizePx}` }),
          })),
        });
    },
    setPlaybackState: (state) => {
      if (session.playbackState !== state) session.playbackState = state;
    },
    setPosition: (position) => {
      if (!position) return session.setPositionState();
      const { positionMs, durationMs, speed } = position;
      session.setPositionState({
        duration: durationMs / 1000,
        position: Math.max(0, Math.min(positionMs, durationMs)) / 1000,
        playbackRate: speed || STANDSTILL_RATE,
      });
    },
    onAction: (listener) => listenToActions(session, listener),
  };
}

function listenToActions(session: MediaSession, listener: Listener): () => void {
  const names = Object.keys(actions) as (keyof typeof actions)[];
  for (const name of names) {
    const toAction = actions[name];
    handle(session, name, toAction ? (details) => listener(toAction(details)) : null);
  }
  return () => {
    for (const name of names) handle(session, name, null);
  };
}

/** Browsers throw on actions that they do not know. */
function handle(
  session: MediaSession,
  name: globalThis.MediaSessionAction,
  handler: MediaSessionActionHandler | null,
): void {
  try {
    session.setActionHandler(name, handler);
  } catch {
    // This button stays without effect.
  }
}

function noop(): void {}
