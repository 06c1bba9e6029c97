/** Something that the engine can open. `key` tells two entries of one track apart (the queue's item id). */
export interface AudioSource {
  key: string;
  kind: 'api-stream';
  trackId: string;
  url: string;
  mimeType: string;
  /** From the catalogue; the engine reports what it finds by `durationKnown`. */
  durationMs: number;
}

export type FailureReason =
  /** No decoder for this codec here. */
  | 'unsupported'
  /** The file is gone from the server. */
  | 'missing'
  /** Signed out for good: renewing the session did not help. */
  | 'unauthenticated'
  /** The server did not answer, although the device is online. */
  | 'unreachable'
  /** The bytes are damaged. */
  | 'damaged';

export interface TimeRangeMs {
  startMs: number;
  endMs: number;
}

/** What has happened, in past tense. All but `advanced` and `failed` speak about the current source. */
export interface AudioEngineEvents {
  loading: { source: AudioSource };
  /** Sound comes out from now on. */
  playing: { positionMs: number };
  /** `isBlocked`: the platform refused to start sound without a gesture of the user. */
  paused: { positionMs: number; isBlocked: boolean };
  /** A few times a second while playing, and once just before `paused`, `ended` and `advanced`. */
  progressed: { positionMs: number };
  seeked: { positionMs: number };
  /** Played to its end, and nothing was prepared. */
  ended: { source: AudioSource };
  /** Played to its end, and the prepared source has taken its place and plays. */
  advanced: { source: AudioSource };
  /** Sound stopped for want of data; the engine keeps trying. */
  stalled: { positionMs: number };
  recovered: { positionMs: number };
  failed: { source: AudioSource; reason: FailureReason; positionMs: number };
  durationKnown: { durationMs: number };
  bufferedChanged: { ranges: readonly TimeRangeMs[] };
}

export type AudioEngineEventName = keyof AudioEngineEvents;

/**
 * Plays one source at a time, and holds the position. Intents never throw: what becomes of them is told by events.
 * `load` and `play` act within the calling tick, because platforms tie sound to the user's gesture.
 */
export interface AudioEngine {
  /** Replaces whatever plays. A prepared source is forgotten unless it is the one loaded. */
  load(source: AudioSource, options?: { positionMs?: number; isPaused?: boolean }): void;
  /** Names what follows when the current source ends; null for nothing. */
  prepareNext(source: AudioSource | null): void;
  play(): void;
  pause(): void;
  /** Clamped to the source. */
  seek(positionMs: number): void;
  /** 0 to 1, as the person perceives it. */
  setVolume(volume: number): void;
  setMuted(isMuted: boolean): void;
  /** Forgets the sources and frees the device. */
  stop(): void;
  dispose(): void;

  readonly positionMs: number;
  /** 0 until known. */
  readonly durationMs: number;
  readonly bufferedRanges: readonly TimeRangeMs[];
  /** Whether the engine can decode this MIME type: an answer without a trial. */
  canPlay(mimeType: string): boolean;
  /** Returns the unsubscription. */
  on<Name extends AudioEngineEventName>(name: Name, listener: (event: AudioEngineEvents[Name]) => void): () => void;
}
