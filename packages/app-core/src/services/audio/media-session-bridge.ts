export interface MediaArtwork {
  url: string;
  /** Of the longer side; null where nobody knows. */
  sizePx: number | null;
  /** Its MIME type. */
  type: string;
}

export interface MediaSessionMetadata {
  title: string;
  artist: string;
  album: string;
  artwork: readonly MediaArtwork[];
}

/**
 * `speed`: of the track's time to the clock's, by which the system counts on until it is told again. 0 while nothing is
 * heard of what the person wants to hear.
 */
export interface MediaSessionPosition {
  positionMs: number;
  durationMs: number;
  speed: number;
}

/** What the person does on media keys, the lock screen or a headset. */
export type MediaSessionAction =
  | { type: 'play' | 'pause' | 'stop' | 'next' | 'previous' }
  | { type: 'seek-to'; positionMs: number }
  | { type: 'seek-by'; deltaMs: number };

/** The system's own player controls. */
export interface MediaSessionBridge {
  setMetadata(metadata: MediaSessionMetadata | null): void;
  setPlaybackState(state: 'none' | 'playing' | 'paused'): void;
  setPosition(position: MediaSessionPosition | null): void;
  /** Returns the unsubscription. */
  onAction(listener: (action: MediaSessionAction) => void): () => void;
}
