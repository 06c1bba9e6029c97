import type { HeardQuality, OpenedAudio, TrackLoudness } from './audio-media.ts';
import type { PlaybackAbilities } from './playback-decisions.ts';

export type AudioSourceKind = 'adaptive-stream' | 'api-stream' | 'local-file' | 'downloaded-file';

/** Where a track stands on its album: of two that follow each other there, the first runs on into the second. */
export interface AlbumPlace {
  albumId: string;
  discNumber: number;
  trackNumber: number;
}

/** Something that the engine can open. `key` tells two entries of one track apart (the queue's item id). */
export interface AudioSource {
  readonly key: string;
  readonly kind: AudioSourceKind;
  readonly trackId: string;
  /** From the catalogue; the engine reports what it finds by `durationKnown`. */
  readonly durationMs: number;
  readonly albumPlace: AlbumPlace | null;
  /** It is played in the order of its album: that runs on from, or into, what stands beside it in the queue. */
  readonly isWithinAlbum: boolean;
  /** What `open` answers, where that is known already: sound then starts without a question before it. */
  readonly opened: OpenedAudio | null;
  /**
   * Finds out how the track can be had. `isRenewed`: what was answered before is no longer let in. Rejects with `SourceError`.
   */
  open(options?: { isRenewed?: boolean }): Promise<OpenedAudio>;
  /** The platform cannot decode what was opened: whether there is other sound of the track, which is opened from then on. */
  refuse?(): boolean;
}

export type FailureReason =
  /** No decoder for this codec here. */
  | 'unsupported'
  /** A file of this device is nothing that the browser takes, of an unknown kind or damaged: it cannot be converted here. */
  | 'unsupported-file'
  /** The file is gone. */
  | 'missing'
  /** Signed out for good: renewing the session did not help. */
  | 'unauthenticated'
  /** The server did not answer, although the device is online. */
  | 'unreachable'
  /** The bytes are damaged. */
  | 'damaged'
  /** The device has nothing to give sound out by. */
  | 'no-output';

export interface TimeRangeMs {
  startMs: number;
  endMs: number;
}

/**
 * Brings tracks to one loudness by what was measured of them: each by itself, or all of an album by the same gain. `auto` is `album`
 * for what is played within its album, whose joins would be heard as steps otherwise, and `track` for everything else.
 */
export interface Levelling {
  mode: 'off' | 'auto' | 'track' | 'album';
  /** Added to every gain. */
  preampDb: number;
}

export interface OutputDevice {
  id: string;
  /** Empty until the person allowed this page to know. */
  name: string;
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
  /** As soon as it is asked for, and once more when the platform has sound of that place. */
  seeked: { positionMs: number };
  /** Played to its end, and nothing was prepared. */
  ended: { source: AudioSource };
  /** Played to its end or, in a crossfade, to where the next comes in; the prepared source has taken its place: it plays, or is paused where the one before was. */
  advanced: { source: AudioSource };
  /** Sound stopped for want of data; the engine keeps trying. */
  stalled: { positionMs: number };
  recovered: { positionMs: number };
  failed: { source: AudioSource; reason: FailureReason; positionMs: number };
  /** Its file is another one by now: that is what is heard from here on, from the same position. */
  replaced: { source: AudioSource };
  durationKnown: { durationMs: number };
  bufferedChanged: { ranges: readonly TimeRangeMs[] };
  /** What is heard is known, or has changed, as when the rate follows the network. Null while nothing is loaded. */
  qualityChanged: { quality: HeardQuality | null };
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
  /** Asks the sources anew, since other sound of them is wanted: what is not loaded yet comes in it. */
  reopen(): void;
  play(): void;
  pause(): void;
  /** Clamped to the source. */
  seek(positionMs: number): void;
  /** 0 to 1, as the person perceives it. */
  setVolume(volume: number): void;
  setMuted(isMuted: boolean): void;
  setLevelling(levelling: Levelling): void;
  /** A track was measured after it was opened: it is brought to its level without a jump. */
  setLoudness(trackId: string, loudness: TrackLoudness | null): void;
  /** 0 to 12; 0 joins tracks without a gap. Tracks of an album that run on are never faded into each other. */
  setCrossfade(seconds: number): void;
  /** Gains of the ten bands of `equalizerBandsHz`, -12 to 12 dB; null takes the equaliser out. */
  setEqualizer(gainsDb: readonly number[] | null): void;
  /** 0.5 to 3, without a change of pitch. */
  setSpeed(rate: number): void;
  /** One of `listOutputDevices`; null for what the system chooses. */
  setOutputDevice(deviceId: string | null): void;
  /** Whether the platform lets the app choose at all. */
  canChooseOutput(): boolean;
  /** Empty where the app may not choose, or the person has not let it see the outputs. */
  listOutputDevices(): Promise<readonly OutputDevice[]>;
  /** Calls back when outputs have come or gone. Returns the unsubscription. */
  observeOutputDevices(listener: () => void): () => void;
  /** Asks the person to let the app see the outputs; false when that is refused. */
  revealOutputDevices(): Promise<boolean>;
  /** Gives the spectrum while somebody looks: bands from low to high, 0 to 1, for each frame. Returns the unsubscription. */
  observeSpectrum(listener: (levels: Float32Array) => void): () => void;
  /** Forgets the sources and frees the device. */
  stop(): void;
  dispose(): void;

  readonly positionMs: number;
  /** 0 until known. */
  readonly durationMs: number;
  readonly bufferedRanges: readonly TimeRangeMs[];
  readonly quality: HeardQuality | null;
  /** What the platform plays, on the network of the moment. */
  readonly abilities: PlaybackAbilities;
  /** Whether the engine can decode this MIME type: an answer without a trial. */
  canPlay(mimeType: string): boolean;
  /** Returns the unsubscription. */
  on<Name extends AudioEngineEventName>(name: Name, listener: (event: AudioEngineEvents[Name]) => void): () => void;
}
