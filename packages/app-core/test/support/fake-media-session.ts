import type {
  MediaSessionAction,
  MediaSessionBridge,
  MediaSessionMetadata,
  MediaSessionPosition,
} from '#services/audio/media-session-bridge.ts';

/** A lock screen that keeps what it was told last. */
export class FakeMediaSession implements MediaSessionBridge {
  metadata: MediaSessionMetadata | null = null;
  playbackState: 'none' | 'playing' | 'paused' = 'none';
  position: MediaSessionPosition | null = null;
  #listener: (action: MediaSessionAction) => void = () => undefined;

  setMetadata(metadata: MediaSessionMetadata | null): void {
    this.metadata = metadata;
  }

  setPlaybackState(state: 'none' | 'playing' | 'paused'): void {
    this.playbackState = state;
  }

  setPosition(position: MediaSessionPosition | null): void {
    this.position = position;
  }

  onAction(listener: (action: MediaSessionAction) => void): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = () => undefined;
    };
  }

  /** The person presses one of its buttons. */
  press(action: MediaSessionAction): void {
    this.#listener(action);
  }
}
