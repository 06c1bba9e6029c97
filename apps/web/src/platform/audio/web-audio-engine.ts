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
import { PlaybackPhase } from './playback-phase.ts';
import { PlaybackTimers } from './playback-timers.ts';
import { readAbilities } from './read-abilities.ts';
import { canChooseOutput, listOutputDevices, observeOutputDevices, revealOutputDevices } from './output-devices.ts';
import { SoftSeek } from './soft-seek.ts';
import { SoundSettings } from './sound-settings.ts';
import { FileRescue } from './file-rescue.ts';

const MEDIA_NETWORK = 2;

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
  readonly #phase = new PlaybackPhase(this.#emitter, () => this.positionMs);
  readonly #timers: PlaybackTimers;
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
  readonly canChooseOutput = canChooseOutput;
  readonly listOutputDevices = listOutputDevices;
  readonly observeOutputDevices = observeOutputDevices;
  readonly revealOutputDevices = revealOutputDevices;
  readonly canPlay: AudioEngine['canPlay'] = (mimeType) => this.#deck.element.canPlayType(mimeType) !== '';
  readonly on: AudioEngine['on'] = (name, listener) => this.#emitter.on(name, listener);
  /** Where an unasked load broke off: tried again when the person wants sound. */
  #brokenAtMs: number | undefined;

  constructor(options: AudioPlatform) {
    this.#options = options;
    this.#timers = new PlaybackTimers(options.schedule);
    this.#sound = new SoundSettings(options.graph);
    this.#seek = new SoftSeek();
    this.#decks = new DeckPair(options, this.#sound, {
      onElement: (name) => this.#onElement(name),
      onKnown: () => this.#reports.tellKnown(this.#deck),
      onBuffered: () => this.#reports.tellBuffered(this.#deck),
      onReopened: () => this.#phase.isIntended && this.#startElement(),
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
    const wasSounding = this.#phase.isPlaying;
    this.#clearTimers();
    this.#rescue.cancel();
    this.#phase.load(isPaused);
    this.#brokenAtMs = undefined;
    this.#decks.place(source, { positionMs, wasSounding, preload: isPaused ? 'metadata' : 'auto' });
    if (isPaused) this.#deck.element.pause();
    else this.#startElement();
    this.#emitter.emit('loading', { source });
    this.#reports.tellKnown(this.#deck);
  }

  prepareNext(source: AudioSource | null): void {
    this.#decks.follow(source);
    this.#decks.progressed(this.#phase.isPlaying);
  }

  play(): void {
    const { source } = this.#deck;
    if (!source || this.#phase.isIntended) return;
    this.#phase.load(false);
    this.#deck.element.preload = 'auto';
    this.#deck.stream?.wake();
    if (this.#brokenAtMs !== undefined) this.#reload(source, this.#brokenAtMs);
    else if (!this.#rescue.isActive) this.#startElement();
  }

  pause(): void {
    if (!this.#deck.source || !this.#phase.isIntended) return;
    const deck = this.#deck;
    const wasSounding = this.#phase.isPlaying;
    this.#decks.endFades();
    this.#becomePaused();
    if (!wasSounding) return deck.element.pause();
    const cancel = deck.output.fade.sink({ durationMs: FADE_MS }, () => {
      deck.element.pause();
      this.#sound.suspend();
    });
    this.#timers.willPause(cancel);
  }

  seek(positionMs: number): void {
    const { source } = this.#deck;
    if (!source) return;
    const lastMs = this.durationMs || source.durationMs || Number.POSITIVE_INFINITY;
    const targetMs = Math.max(0, Math.min(positionMs, lastMs));
    this.#decks.callOffCrossing();
    if (this.#phase.isPlaying) this.#seek.begin(this.#deck, targetMs);
    else this.#deck.seek(targetMs);
    this.#rescue.moveTo(targetMs);
    if (this.#brokenAtMs !== undefined) this.#brokenAtMs = targetMs;
    this.#emitter.emit('seeked', { positionMs: this.positionMs });
  }

  setCrossfade(seconds: number): void {
    this.#sound.setCrossfade(seconds);
    this.prepareNext(this.#decks.next);
  }

  stop(): void {
    this.#clearTimers();
    this.#rescue.cancel();
    this.#phase.rest('idle');
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
    this.#timers.keepFromPausing();
    this.#sound.resume();
    if (deck.file) this.#watchFile();
    deck.start(() => {
      if (!this.#isAskedOf(deck, source)) return;
      this.#becomePaused({ isBlocked: true });
    });
    // An element that was still sinking into a pause says nothing when it is asked to go on.
    if (!deck.element.paused && deck.element.readyState > 2 && !deck.element.seeking)
      queueMicrotask(() => this.#deck === deck && this.#phase.isLoading && this.#onPlaying());
  }

  #isAskedOf(deck: Deck, source: AudioSource | null): boolean {
    return this.#deck === deck && deck.source === source && this.#phase.isIntended;
  }

  #watchFile(): void {
    this.#timers.after(DEAD_AFTER_MS, () => this.#rescueNow(MEDIA_NETWORK));
  }

  #becomePaused(how?: { isBlocked: boolean }): void {
    this.#clearTimers();
    this.#phase.pause(how);
  }

  #onPlaying(): void {
    if (!this.#phase.isIntended) return;
    this.#clearTimers();
    this.#rescue.succeeded();
    if (!this.#phase.isPlaying) this.#deck.output.fade.fadeTo({ to: 1, durationMs: FADE_MS });
    this.#tickProgress();
    this.#phase.sound();
    this.#decks.progressed(true);
  }

  #onWaiting(): void {
    if (!this.#phase.isPlaying || this.#rescue.isActive) return;
    const becomeStalled = (): void => {
      if (!this.#phase.isPlaying) return;
      this.#becomeStalled();
      if (this.#deck.file) this.#watchFile();
    };
    this.#deck.stream?.wake();
    this.#timers.after(STALLED_AFTER_MS, becomeStalled);
  }

  #becomeStalled(): void {
    this.#clearTimers();
    this.#phase.stall();
  }

  /** A headset was pulled, another app took the sound, or the browser's own controls were used. */
  #onPausedByPlatform(): void {
    const { element } = this.#deck;
    if (!this.#phase.isIntended || !element.paused || element.ended || element.error || this.#rescue.isActive) return;
    if (this.#phase.isLoading) return;
    this.#decks.endFades();
    this.#becomePaused();
    this.#sound.suspend();
  }

  #onSeeked(): void {
    if (this.#phase.isPlaying) this.#seek.rise(this.#deck);
    this.#emitter.emit('seeked', { positionMs: this.positionMs });
  }

  #onProgressed(): void {
    if (this.#deck.element.seeking || this.#seek.targetMs !== undefined) return;
    if (this.#passJoin()) return;
    const { isPlaying } = this.#phase;
    if (isPlaying) this.#emitter.emit('progressed', { positionMs: this.positionMs });
    this.#deck.stream?.wake();
    this.#reports.tellBuffered(this.#deck);
    this.#decks.progressed(isPlaying);
  }

  #tickProgress(): void {
    const delayMs = Math.max(SHORTEST_TICK_MS, Math.min(PROGRESS_EVERY_MS, this.#decks.msToTurn + 1));
    this.#timers.tickAfter(delayMs, () => {
      this.#onProgressed();
      if (this.#phase.isPlaying) this.#tickProgress();
    });
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
    const isSought = this.#seek.targetMs !== undefined;
    this.#clearTimers();
    if (isSought) return this.#startElement();
    const leftAtMs = this.durationMs || this.positionMs;
    const { next } = this.#decks;
    if (next) return this.#advance(next, leftAtMs);
    this.#phase.rest('paused');
    this.#sound.suspend();
    this.#emitter.emit('progressed', { positionMs: leftAtMs });
    this.#emitter.emit('ended', { source: ended });
  }

  #advance(source: AudioSource, leftAtMs: number): void {
    const deck = this.#decks.advance(source);
    if (this.#phase.isIntended) this.#startAdvanced(deck, source);
    else this.#sound.suspend();
    this.#becomeAdvanced(leftAtMs);
  }

  #startAdvanced(deck: Deck, source: AudioSource): void {
    this.#phase.advance();
    if (deck.file) this.#watchFile();
    deck.start(() => {
      if (!this.#isAskedOf(deck, source)) return;
      this.#decks.takeBack(source);
      this.#startElement();
    });
  }

  /** Files fail on the element, which has to be asked why; of segments only the decoding does. */
  #onError(): void {
    const { source, stream, fault } = this.#deck;
    if (fault === undefined || !source) return;
    if (fault === 'no-output') this.#onSourceFailed(source, fault);
    // What follows on the same element may be what it cannot decode.
    else if (stream)
      if (this.#decks.loseNext()) this.#reload(source, this.positionMs);
      else this.#onSourceFailed(source, 'damaged');
    else if (this.#phase.isIntended) this.#rescueNow(fault);
    else this.#brokenAtMs = this.positionMs;
  }

  #onSourceFailed(source: AudioSource, reason: SourceFault): void {
    if (reason === 'changed') this.#goOnWithReplacement(source);
    else if (this.#phase.isIntended) this.#fail(source, reason);
    else this.#brokenAtMs = this.positionMs;
  }

  #goOnWithReplacement(source: AudioSource): void {
    if (this.#deck.source?.key !== source.key) return;
    this.#reload(source, this.positionMs);
    this.#emitter.emit('replaced', { source });
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
    this.#deck.open({ source, positionMs, preload: this.#phase.isIntended ? 'auto' : 'metadata' });
    this.#decks.follow(next);
    if (this.#phase.isIntended) this.#startElement();
  }

  #fail(source: AudioSource, reason: FailureReason): void {
    if (this.#deck.source !== source) return;
    const { positionMs } = this;
    if (reason === 'damaged' && source.refuse?.()) return this.#reload(source, positionMs);
    this.#clearTimers();
    this.#phase.rest('paused');
    this.#brokenAtMs = positionMs;
    this.#deck.element.pause();
    this.#sound.suspend();
    this.#emitter.emit('failed', { source, reason, positionMs });
  }

  #clearTimers(): void {
    this.#timers.clear();
    this.#seek.finish();
  }
}
