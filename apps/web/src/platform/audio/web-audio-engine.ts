import {
  Emitter,
  type AudioEngine,
  type AudioEngineEvents,
  type AudioSource,
  type FailureReason,
  type PlaybackAbilities,
  type HeardQuality,
  type SourceFault,
  type TimeRangeMs,
} from '@jetstream/app-core/services';
import type { AudioPlatform } from './audio-platform.ts';
import type { Deck, ElementEventName } from './deck.ts';
import { DeckPair, FADE_MS } from './deck-pair.ts';
import { DeckReports } from './deck-reports.ts';
import { readAbilities } from './read-abilities.ts';
import { listOutputDevices } from './output-devices.ts';
import { SoftSeek } from './soft-seek.ts';
import { SoundSettings } from './sound-settings.ts';
import { FileRescue } from './file-rescue.ts';

const MEDIA_NETWORK = 2;
type Phase = 'idle' | 'loading' | 'playing' | 'paused' | 'stalled';

const PROGRESS_EVERY_MS = 250;
const SHORTEST_TICK_MS = 5;
/** Shorter waits, as after a seek, are not worth a spinner. */
const STALLED_AFTER_MS = 300;
/** A file that stalls this long is taken for a dead connection. */
const DEAD_AFTER_MS = 10_000;

/** The engine of the browser, on two decks. Sources are set within the calling tick: browsers tie sound to the gesture. */
export class WebAudioEngine implements AudioEngine {
  readonly #options: AudioPlatform;
  readonly #emitter = new Emitter<AudioEngineEvents>();
  readonly #reports = new DeckReports(this.#emitter);
  readonly #rescue: FileRescue;
  readonly #sound: SoundSettings;
  readonly #decks: DeckPair;
  readonly #seek: SoftSeek;
  readonly setVolume: AudioEngine['setVolume'] = (volume) => this.#sound.setVolume(volume);
  readonly setMuted: AudioEngine['setMuted'] = (isMuted) => this.#sound.setMuted(isMuted);
  readonly setLevelling: AudioEngine['setLevelling'] = (levelling) => this.#sound.setLevelling(levelling);
  readonly setLoudness: AudioEngine['setLoudness'] = (...level) => this.#decks.setLoudness(...level);
  readonly setEqualizer: AudioEngine['setEqualizer'] = (gainsDb) => this.#sound.setEqualizer(gainsDb);
  readonly setSpeed: AudioEngine['setSpeed'] = (rate) => this.#sound.setSpeed(rate);
  readonly setOutputDevice: AudioEngine['setOutputDevice'] = (deviceId) => this.#sound.setOutputDevice(deviceId);
  readonly observeSpectrum: AudioEngine['observeSpectrum'] = (listener) => this.#sound.observeSpectrum(listener);
  readonly reopen: AudioEngine['reopen'] = () => this.#decks.reopen();
  readonly listOutputDevices = listOutputDevices;
  readonly canPlay: AudioEngine['canPlay'] = (mimeType) => this.#deck.element.canPlayType(mimeType) !== '';
  readonly on: AudioEngine['on'] = (name, listener) => this.#emitter.on(name, listener);
  #phase: Phase = 'idle';
  /** Whether the person wants sound. */
  #isIntended = false;
  /** Where an unasked load broke off: tried again when the person wants sound. */
  #brokenAtMs: number | undefined;
  #cancelTimers: (() => void)[] = [];
  #progressTimer: (() => void) | undefined;
  /** Stops the element once the sound has sunk. */
  #cancelPause: (() => void) | undefined;

  constructor(options: AudioPlatform) {
    this.#options = options;
    this.#sound = new SoundSettings(options.graph);
    this.#seek = new SoftSeek(options.schedule);
    this.#decks = new DeckPair(options, this.#sound, {
      onElement: (name) => this.#onElement(name),
      onKnown: () => this.#reports.tellKnown(this.#deck),
      onBuffered: () => this.#reports.tellBuffered(this.#deck),
      onReopened: () => this.#isIntended && this.#startElement(),
      onFailed: (source, reason) => this.#onSourceFailed(source, reason),
      onCrossed: ({ positionMs }) => this.#becomeAdvanced(positionMs),
    });
    this.#rescue = new FileRescue({
      ...options,
      reload: (source, positionMs) => this.#reload(source, positionMs),
      giveUp: (source, reason) => this.#fail(source, reason),
    });
  }

  get positionMs(): number {
    return this.#seek.targetMs ?? this.#deck.positionMs;
  }
  get durationMs(): number {
    return this.#deck.durationMs;
  }
  get bufferedRanges(): readonly TimeRangeMs[] {
    return this.#reports.bufferedRanges;
  }
  get quality(): HeardQuality | null {
    return this.#deck.quality;
  }

  get abilities(): PlaybackAbilities {
    return readAbilities(this.#options.stream, (mimeType) => this.canPlay(mimeType));
  }

  load(source: AudioSource, { positionMs = 0, isPaused = false }: Parameters<AudioEngine['load']>[1] = {}): void {
    const wasSounding = this.#phase === 'playing';
    this.#clearTimers();
    this.#rescue.cancel();
    this.#isIntended = !isPaused;
    this.#phase = isPaused ? 'paused' : 'loading';
    this.#brokenAtMs = undefined;
    this.#decks.place(source, { positionMs, wasSounding, preload: isPaused ? 'metadata' : 'auto' });
    if (this.#isIntended) this.#startElement();
    else this.#deck.element.pause();
    this.#emitter.emit('loading', { source });
    this.#reports.tellKnown(this.#deck);
  }

  prepareNext(source: AudioSource | null): void {
    this.#decks.follow(source);
    this.#decks.progressed(this.#phase === 'playing');
  }

  play(): void {
    const { source } = this.#deck;
    if (!source || this.#isIntended) return;
    this.#isIntended = true;
    this.#phase = 'loading';
    this.#deck.element.preload = 'auto';
    this.#deck.stream?.wake();
    if (this.#brokenAtMs !== undefined) this.#reload(source, this.#brokenAtMs);
    else if (!this.#rescue.isActive) this.#startElement();
  }

  pause(): void {
    if (!this.#deck.source || !this.#isIntended) return;
    const deck = this.#deck;
    const wasSounding = this.#phase === 'playing';
    this.#isIntended = false;
    this.#decks.endFades();
    this.#becomePaused(false);
    if (!wasSounding) return deck.element.pause();
    deck.output.fadeTo({ to: 0, durationMs: FADE_MS });
    this.#cancelPause = this.#options.schedule(() => {
      deck.element.pause();
      this.#sound.suspend();
    }, FADE_MS);
  }

  fadeOut(durationMs: number): void {
    if (this.#phase !== 'playing') return this.pause();
    this.#deck.output.fadeTo({ to: 0, durationMs });
    this.#cancelTimers.push(this.#options.schedule(() => this.pause(), durationMs));
  }

  seek(positionMs: number): void {
    const { source, element } = this.#deck;
    if (!source) return;
    const lastMs = this.durationMs || source.durationMs || Number.POSITIVE_INFINITY;
    const targetMs = Math.max(0, Math.min(positionMs, lastMs));
    if (this.#phase === 'playing') return this.#seek.begin(this.#deck, targetMs);
    this.#deck.seek(targetMs);
    if (element.readyState === 0) this.#emitter.emit('seeked', { positionMs: this.positionMs });
  }

  setCrossfade(seconds: number): void {
    this.#sound.setCrossfade(seconds);
    this.prepareNext(this.#decks.next);
  }

  stop(): void {
    this.#clearTimers();
    this.#rescue.cancel();
    this.#isIntended = false;
    this.#phase = 'idle';
    this.#decks.close();
    this.#sound.suspend();
    this.#reports.tellKnown(this.#deck);
  }

  dispose(): void {
    this.stop();
    this.#sound.closeGraph();
    this.#emitter.clear();
  }

  get #deck(): Deck {
    return this.#decks.current;
  }

  #onElement(name: ElementEventName): void {
    const handlers: Record<ElementEventName, () => void> = {
      playing: () => this.#onPlaying(),
      waiting: () => this.#onWaiting(),
      pause: () => this.#onPausedByPlatform(),
      timeupdate: () => this.#onProgressed(),
      seeked: () => this.#onSeeked(),
      ended: () => this.#onEnded(),
      durationchange: () => this.#reports.tellDuration(this.#deck),
      progress: () => this.#reports.tellBuffered(this.#deck),
      suspend: () => this.#reports.tellBuffered(this.#deck),
      error: () => this.#onError(),
    };
    handlers[name]();
  }

  /** Asks the element for sound, and listens to the answer: a refusal shows as paused. */
  #startElement(): void {
    const deck = this.#deck;
    const { source } = deck;
    this.#cancelPause?.();
    this.#sound.resume();
    if (deck.file) this.#watchFile();
    deck.start(() => {
      if (!this.#isAskedOf(deck, source)) return;
      this.#isIntended = false;
      this.#becomePaused(true);
    });
    // An element that was still sinking into a pause says nothing when it is asked to go on.
    if (!deck.element.paused && deck.element.readyState > 2 && !deck.element.seeking)
      queueMicrotask(() => this.#deck === deck && this.#phase === 'loading' && this.#onPlaying());
  }

  #isAskedOf(deck: Deck, source: AudioSource | null): boolean {
    return this.#deck === deck && deck.source === source && this.#isIntended;
  }

  #watchFile(): void {
    this.#cancelTimers.push(this.#options.schedule(() => this.#rescueNow(MEDIA_NETWORK), DEAD_AFTER_MS));
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
    if (before !== 'playing') this.#deck.output.fadeTo({ to: 1, durationMs: FADE_MS });
    this.#tickProgress();
    const { positionMs } = this;
    if (before === 'stalled') this.#emitter.emit('recovered', { positionMs });
    else if (before !== 'playing') this.#emitter.emit('playing', { positionMs });
    this.#decks.progressed(true);
  }

  #onWaiting(): void {
    if (this.#phase !== 'playing' || this.#rescue.isActive) return;
    const becomeStalled = (): void => {
      if (this.#phase !== 'playing') return;
      this.#becomeStalled();
      if (this.#deck.file) this.#watchFile();
    };
    this.#deck.stream?.wake();
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
    const { element } = this.#deck;
    if (!this.#isIntended || !element.paused || element.ended || element.error || this.#rescue.isActive) return;
    if (this.#phase === 'loading') return;
    this.#isIntended = false;
    this.#becomePaused(false);
  }

  #onSeeked(): void {
    if (this.#phase === 'playing') this.#seek.rise(this.#deck);
    this.#emitter.emit('seeked', { positionMs: this.positionMs });
  }

  #onProgressed(): void {
    if (this.#deck.element.seeking || this.#seek.targetMs !== undefined) return;
    if (this.#passJoin()) return;
    const isPlaying = this.#phase === 'playing';
    if (isPlaying) this.#emitter.emit('progressed', { positionMs: this.positionMs });
    this.#deck.stream?.wake();
    this.#reports.tellBuffered(this.#deck);
    this.#decks.progressed(isPlaying);
  }

  #tickProgress(): void {
    this.#progressTimer?.();
    const delayMs = Math.max(SHORTEST_TICK_MS, Math.min(PROGRESS_EVERY_MS, this.#decks.msToTurn + 1));
    this.#progressTimer = this.#options.schedule(() => {
      this.#onProgressed();
      if (this.#phase === 'playing') this.#tickProgress();
    }, delayMs);
  }

  #passJoin(): boolean {
    const { durationMs } = this;
    if (!this.#deck.stream?.passJoin()) return false;
    this.#decks.passedJoin();
    this.#becomeAdvanced(durationMs);
    return true;
  }

  /** `leftAtMs`: where the track before was left. */
  #becomeAdvanced(leftAtMs: number): void {
    const { source } = this.#deck;
    if (!source) return;
    this.#emitter.emit('progressed', { positionMs: leftAtMs });
    this.#emitter.emit('advanced', { source });
    this.#reports.tellKnown(this.#deck);
  }

  #onEnded(): void {
    const ended = this.#deck.source;
    if (!ended || this.#passJoin()) return;
    this.#clearTimers();
    const leftAtMs = this.durationMs || this.positionMs;
    const { next } = this.#decks;
    if (next) return this.#advance(next, leftAtMs);
    this.#isIntended = false;
    this.#phase = 'paused';
    this.#sound.suspend();
    this.#emitter.emit('progressed', { positionMs: leftAtMs });
    this.#emitter.emit('ended', { source: ended });
  }

  #advance(source: AudioSource, leftAtMs: number): void {
    this.#phase = 'loading';
    const deck = this.#decks.advance(source);
    if (deck.file) this.#watchFile();
    deck.start(() => {
      if (!this.#isAskedOf(deck, source)) return;
      this.#decks.takeBack(source);
      this.#startElement();
    });
    this.#becomeAdvanced(leftAtMs);
  }

  /** Files fail on the element, which has to be asked why; of segments only the decoding does. */
  #onError(): void {
    const { source, stream, fault } = this.#deck;
    if (fault === undefined || !source) return;
    if (fault === 'no-output') this.#onSourceFailed(source, fault);
    // What follows on the same element may be what it cannot decode.
    else if (stream) this.#onSourceFailed(source, this.#decks.loseNext() ? 'changed' : 'damaged');
    else if (this.#isIntended) this.#rescueNow(fault);
    else this.#brokenAtMs = this.positionMs;
  }

  #onSourceFailed(source: AudioSource, reason: SourceFault): void {
    if (reason === 'changed') this.#reload(source, this.positionMs);
    else if (this.#isIntended) this.#fail(source, reason);
    else this.#brokenAtMs = this.positionMs;
  }

  #rescueNow(code: number): void {
    const { source, file } = this.#deck;
    if (!source || !file || this.#rescue.isActive) return;
    const { positionMs } = this;
    this.#becomeStalled();
    this.#clearTimers();
    void this.#rescue.run({ source, file, positionMs, code });
  }

  #reload(source: AudioSource, positionMs: number): void {
    if (this.#deck.source?.key !== source.key) return;
    const { next } = this.#decks;
    this.#brokenAtMs = undefined;
    this.#deck.open({ source, positionMs, preload: this.#isIntended ? 'auto' : 'metadata' });
    this.#decks.follow(next);
    if (this.#isIntended) this.#startElement();
  }

  #fail(source: AudioSource, reason: FailureReason): void {
    if (this.#deck.source !== source) return;
    const { positionMs } = this;
    if (reason === 'damaged' && source.refuse?.()) return this.#reload(source, positionMs);
    this.#clearTimers();
    this.#isIntended = false;
    this.#phase = 'paused';
    this.#brokenAtMs = positionMs;
    this.#deck.element.pause();
    this.#emitter.emit('failed', { source, reason, positionMs });
  }

  #clearTimers(): void {
    for (const cancel of this.#cancelTimers) cancel();
    this.#cancelTimers = [];
    this.#progressTimer?.();
    this.#progressTimer = undefined;
    this.#cancelPause?.();
    this.#cancelPause = undefined;
    this.#seek.finish();
  }
}
