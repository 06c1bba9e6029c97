import {
  Emitter,
  type AudioEngine,
  type AudioEngineEventName,
  type AudioEngineEvents,
  type AudioSource,
  type FailureReason,
  type SoundQuality,
  type TimeRangeMs,
} from '@jetstream/app-core/services';
import { areSameRanges, AudioSlot } from './audio-slot.ts';
import { listOutputDevices } from './output-devices.ts';
import { StreamRescue } from './stream-rescue.ts';

export interface HtmlAudioEngineOptions {
  createElement: () => HTMLAudioElement;
  fetch: typeof fetch;
  isOnline: () => boolean;
  onOnlineChange: (listener: (isOnline: boolean) => void) => () => void;
  /** Runs once after the delay; returns the cancellation. */
  schedule: (task: () => void, delayMs: number) => () => void;
}

const MEDIA_ABORTED = 1;
const MEDIA_NETWORK = 2;
type Phase = 'idle' | 'loading' | 'playing' | 'paused' | 'stalled';

const PROGRESS_EVERY_MS = 250;
/** Short waits, as after a seek within the buffer, are not worth a spinner. */
const STALLED_AFTER_MS = 300;
/** A stall this long is taken for a dead connection. */
const DEAD_AFTER_MS = 10_000;
/** The next track is fetched when the current one has come whole, or ends this soon. */
const PREPARE_BEFORE_END_MS = 20_000;

/** Plays original files on two audio elements: one sounds, the other holds what follows. */
export class HtmlAudioEngine implements AudioEngine {
  readonly #options: HtmlAudioEngineOptions;
  readonly #emitter = new Emitter<AudioEngineEvents>();
  readonly #rescue: StreamRescue;
  #current: AudioSlot;
  #spare: AudioSlot;
  /** What follows; in the spare slot once it is fetched. */
  #next: AudioSource | null = null;
  #phase: Phase = 'idle';
  /** Whether the person wants sound. */
  #isIntended = false;
  #buffered: readonly TimeRangeMs[] = [];
  /** Where an unasked load broke off: tried again when the person wants sound. */
  #brokenAtMs: number | undefined;
  #cancelTimers: (() => void)[] = [];
  #progressTimer: (() => void) | undefined;

  constructor(options: HtmlAudioEngineOptions) {
    this.#options = options;
    this.#current = this.#createSlot();
    this.#spare = this.#createSlot();
    this.#rescue = new StreamRescue({
      ...options,
      reload: (source, positionMs) => this.#reload(source, positionMs),
      giveUp: (source, reason) => this.#fail(source, reason),
    });
  }

  get positionMs(): number {
    return this.#current.source ? this.#current.positionMs : 0;
  }
  get durationMs(): number {
    return this.#current.source ? this.#current.durationMs : 0;
  }
  get bufferedRanges(): readonly TimeRangeMs[] {
    return this.#buffered;
  }

  get quality(): SoundQuality | null {
    const opened = this.#current.source?.opened;
    return opened?.form === 'file' ? opened.quality : null;
  }

  on<Name extends AudioEngineEventName>(name: Name, listener: (event: AudioEngineEvents[Name]) => void): () => void {
    return this.#emitter.on(name, listener);
  }

  canPlay(mimeType: string): boolean {
    return this.#current.element.canPlayType(mimeType) !== '';
  }

  load(
    source: AudioSource,
    { positionMs = 0, isPaused = false }: { positionMs?: number; isPaused?: boolean } = {},
  ): void {
    this.#clearTimers();
    this.#rescue.cancel();
    this.#isIntended = !isPaused;
    this.#phase = isPaused ? 'paused' : 'loading';
    const isPrepared = this.#spare.source?.key === source.key && positionMs === 0;
    if (isPrepared) this.#swap();
    else this.#current.open(source, { positionMs, preload: isPaused ? 'metadata' : 'auto' });
    this.#next = null;
    this.#brokenAtMs = undefined;
    if (this.#isIntended) this.#startElement();
    this.#spare.close();
    this.#emitter.emit('loading', { source });
    this.#emitter.emit('qualityChanged', { quality: this.quality });
    this.#updateBuffered();
    if (isPrepared && this.durationMs > 0) this.#emitter.emit('durationKnown', { durationMs: this.durationMs });
    if (!this.#canOpen(source)) this.#failSoon(source, 'unsupported');
  }

  prepareNext(source: AudioSource | null): void {
    const isHeld = source !== null && this.#spare.source?.key === source.key;
    this.#next = source;
    if (!isHeld && this.#spare.source) this.#spare.close();
    this.#prepareWhenDue();
  }

  play(): void {
    const { source } = this.#current;
    if (!source || this.#isIntended) return;
    this.#isIntended = true;
    this.#phase = 'loading';
    this.#current.element.preload = 'auto';
    if (this.#brokenAtMs !== undefined) this.#reload(source, this.#brokenAtMs);
    else if (!this.#rescue.isActive) this.#startElement();
  }

  pause(): void {
    if (!this.#current.source || !this.#isIntended) return;
    this.#isIntended = false;
    this.#current.element.pause();
    this.#becomePaused(false);
  }

  seek(positionMs: number): void {
    if (!this.#current.source) return;
    this.#current.seek(positionMs);
    if (this.#current.element.readyState === 0) this.#emitter.emit('seeked', { positionMs: this.positionMs });
  }

  /** Loudness is heard about as the square of the amplitude. */
  setVolume(volume: number): void {
    for (const { element } of [this.#current, this.#spare]) element.volume = Math.max(0, Math.min(1, volume)) ** 2;
  }

  setMuted(isMuted: boolean): void {
    for (const { element } of [this.#current, this.#spare]) element.muted = isMuted;
  }

  setSpeed(rate: number): void {
    for (const { element } of [this.#current, this.#spare]) {
      element.defaultPlaybackRate = rate;
      element.playbackRate = rate;
    }
  }

  setOutputDevice(deviceId: string | null): void {
    for (const { element } of [this.#current, this.#spare]) void element.setSinkId(deviceId ?? '');
  }

  readonly listOutputDevices = listOutputDevices;

  /** Levels, crossfade, equaliser, spectrum and fades need the graph, which this engine of plain elements has not. */
  setLevelling(): void {}
  setCrossfade(): void {}
  setEqualizer(): void {}
  readonly observeSpectrum = () => () => undefined;
  fadeOut(): void {
    this.pause();
  }

  stop(): void {
    this.#clearTimers();
    this.#rescue.cancel();
    this.#isIntended = false;
    this.#phase = 'idle';
    this.#next = null;
    this.#current.close();
    this.#spare.close();
    this.#updateBuffered();
  }

  dispose(): void {
    this.stop();
    this.#emitter.clear();
  }

  #canOpen({ opened }: AudioSource): boolean {
    return opened?.form === 'file' && this.canPlay(opened.mimeType);
  }

  #createSlot(): AudioSlot {
    const element = this.#options.createElement();
    const slot = new AudioSlot(element);
    const handlers: Record<string, () => void> = {
      playing: () => this.#onPlaying(),
      waiting: () => this.#onWaiting(),
      pause: () => this.#onPausedByPlatform(),
      timeupdate: () => this.#onProgressed(),
      seeked: () => this.#emitter.emit('seeked', { positionMs: this.positionMs }),
      ended: () => this.#onEnded(),
      durationchange: () => this.#onDurationKnown(),
      progress: () => this.#updateBuffered(),
      suspend: () => this.#updateBuffered(),
      error: () => this.#onError(),
    };
    for (const [name, handle] of Object.entries(handlers))
      element.addEventListener(name, () => {
        if (slot === this.#current && slot.source) handle();
        else if (name === 'error' && slot === this.#spare) this.#onSpareError();
      });
    return slot;
  }

  /** Asks the element for sound, and listens to the answer: a refusal shows as paused. */
  #startElement(): void {
    const slot = this.#current;
    const source = slot.source;
    this.#cancelTimers.push(this.#options.schedule(() => this.#rescueNow(MEDIA_NETWORK), DEAD_AFTER_MS));
    slot.element.play().catch((error: unknown) => {
      const isStillAsked = this.#current === slot && slot.source === source && this.#isIntended;
      if (!isStillAsked || !(error instanceof Error) || error.name !== 'NotAllowedError') return;
      this.#isIntended = false;
      this.#becomePaused(true);
    });
  }

  #becomePaused(isBlocked: boolean): void {
    this.#clearTimers();
    this.#phase = 'paused';
    const { positionMs } = this;
    this.#emitter.emit('progressed', { positionMs });
    this.#emitter.emit('paused', { positionMs, isBlocked });
  }

  #onPlaying(): void {
    if (!this.#isIntended) return;
    const before = this.#phase;
    this.#clearTimers();
    this.#phase = 'playing';
    this.#rescue.succeeded();
    this.#tickProgress();
    const { positionMs } = this;
    if (before === 'stalled') this.#emitter.emit('recovered', { positionMs });
    else if (before !== 'playing') this.#emitter.emit('playing', { positionMs });
    this.#prepareWhenDue();
  }

  #onWaiting(): void {
    if (this.#phase !== 'playing' || this.#rescue.isActive) return;
    const becomeStalled = (): void => {
      if (this.#phase !== 'playing') return;
      this.#becomeStalled();
      this.#cancelTimers.push(this.#options.schedule(() => this.#rescueNow(MEDIA_NETWORK), DEAD_AFTER_MS));
    };
    this.#cancelTimers.push(this.#options.schedule(becomeStalled, STALLED_AFTER_MS));
  }

  #becomeStalled(): void {
    this.#clearTimers();
    if (this.#phase === 'stalled' || !this.#isIntended) return;
    this.#phase = 'stalled';
    this.#emitter.emit('stalled', { positionMs: this.positionMs });
  }

  /** A headset was pulled, another app took the sound, or the browser's own controls were used. */
  #onPausedByPlatform(): void {
    const { element } = this.#current;
    if (!this.#isIntended || !element.paused || element.ended || element.error || this.#rescue.isActive) return;
    if (this.#phase === 'loading') return;
    this.#isIntended = false;
    this.#becomePaused(false);
  }

  #onProgressed(): void {
    if (this.#current.element.seeking) return;
    if (this.#phase === 'playing') this.#emitter.emit('progressed', { positionMs: this.positionMs });
    this.#updateBuffered();
    this.#prepareWhenDue();
  }

  #tickProgress(): void {
    this.#progressTimer = this.#options.schedule(() => {
      this.#onProgressed();
      if (this.#phase === 'playing') this.#tickProgress();
    }, PROGRESS_EVERY_MS);
  }

  #onDurationKnown(): void {
    if (this.durationMs > 0) this.#emitter.emit('durationKnown', { durationMs: this.durationMs });
  }

  #onEnded(): void {
    const ended = this.#current.source;
    if (!ended) return;
    this.#clearTimers();
    this.#emitter.emit('progressed', { positionMs: this.durationMs || this.positionMs });
    const next = this.#next;
    if (next && this.#canOpen(next)) return this.#advance(next);
    this.#isIntended = false;
    this.#phase = 'paused';
    this.#emitter.emit('ended', { source: ended });
  }

  #advance(source: AudioSource): void {
    if (this.#spare.source?.key !== source.key) this.#spare.open(source, { positionMs: 0, preload: 'auto' });
    const played = this.#current;
    this.#swap();
    this.#next = null;
    this.#phase = 'loading';
    const advanced = this.#current;
    advanced.element.play().catch((error: unknown) => {
      if (!(error instanceof Error) || error.name !== 'NotAllowedError') return;
      if (this.#current !== advanced || advanced.source !== source || !this.#isIntended) return;
      // Some phones let only the element sound that the person started: it takes over.
      this.#swap();
      advanced.close();
      played.open(source, { positionMs: 0, preload: 'auto' });
      this.#startElement();
    });
    this.#emitter.emit('advanced', { source });
    this.#emitter.emit('qualityChanged', { quality: this.quality });
    if (this.durationMs > 0) this.#emitter.emit('durationKnown', { durationMs: this.durationMs });
    this.#updateBuffered();
  }

  #swap(): void {
    const played = this.#current;
    this.#current = this.#spare;
    this.#spare = played;
    played.source = null;
    played.element.pause();
  }

  #prepareWhenDue(): void {
    const next = this.#next;
    const { source } = this.#current;
    if (!next || !source || this.#spare.source || this.#phase === 'idle' || !this.#canOpen(next)) return;
    const leftMs = (this.durationMs || source.durationMs) - this.positionMs;
    const isDue = this.#current.isBufferedToEnd || leftMs < PREPARE_BEFORE_END_MS;
    if (isDue && this.#phase === 'playing') this.#spare.open(next, { positionMs: 0, preload: 'auto' });
  }

  /** What follows cannot be opened: at the end it is loaded like any other, and its failure is told then. */
  #onSpareError(): void {
    if (this.#spare.source && this.#spare.source.key === this.#next?.key) this.#next = null;
    this.#spare.close();
  }

  #updateBuffered(): void {
    const ranges = this.#current.source ? this.#current.bufferedRanges : [];
    if (areSameRanges(ranges, this.#buffered)) return;
    this.#buffered = ranges;
    this.#emitter.emit('bufferedChanged', { ranges });
  }

  #onError(): void {
    const code = this.#current.element.error?.code;
    if (code === undefined || code === MEDIA_ABORTED) return;
    if (this.#isIntended) this.#rescueNow(code);
    else this.#brokenAtMs = this.positionMs;
  }

  #rescueNow(code: number): void {
    const { source } = this.#current;
    if (!source || this.#rescue.isActive) return;
    const { positionMs } = this;
    this.#becomeStalled();
    this.#clearTimers();
    void this.#rescue.run({ source, positionMs, code });
  }

  #reload(source: AudioSource, positionMs: number): void {
    if (this.#current.source?.key !== source.key) return;
    this.#brokenAtMs = undefined;
    this.#current.open(source, { positionMs, preload: this.#isIntended ? 'auto' : 'metadata' });
    if (this.#isIntended) this.#startElement();
  }

  #failSoon(source: AudioSource, reason: FailureReason): void {
    queueMicrotask(() => this.#fail(source, reason));
  }

  #fail(source: AudioSource, reason: FailureReason): void {
    if (this.#current.source !== source) return;
    const { positionMs } = this;
    this.#clearTimers();
    this.#isIntended = false;
    this.#phase = 'paused';
    this.#current.element.pause();
    this.#emitter.emit('failed', { source, reason, positionMs });
  }

  #clearTimers(): void {
    for (const cancel of this.#cancelTimers) cancel();
    this.#cancelTimers = [];
    this.#progressTimer?.();
    this.#progressTimer = undefined;
  }
}
