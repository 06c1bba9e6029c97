import { runsOn, type AudioSource, type SourceFault, type TrackLoudness } from '@jetstream/app-core/services';
import { Deck, type DeckPlatform, type ElementEventName } from './deck.ts';
import type { SoundSettings } from './sound-settings.ts';

export interface DeckPairEvents {
  /** Of the current deck alone. */
  onElement: (name: ElementEventName) => void;
  onKnown: () => void;
  onBuffered: () => void;
  onReopened: () => void;
  onFailed: (source: AudioSource, reason: SourceFault) => void;
  /** The deck that was faded in is the current one now. */
  onCrossed: (left: { positionMs: number }) => void;
}

/** What another deck has to take is fetched when the current track has come whole, or ends this soon. */
const PREPARE_BEFORE_END_MS = 20_000;
/** Long enough that no edge is heard, short enough to count as at once. */
export const FADE_MS = 30;
const SKIP_FADE_MS = 250;
/** An element needs this long from `play` until it sounds. */
const START_LEAD_MS = 120;
/** Before a join a level begins to fall, behind it to rise: no moment of a loud track is heard at the level of a quiet one. */
const LEVEL_LEAD_MS = 20;
const LEVEL_RISE_MS = 10;
/** In the middle of a track no change is to be noticed. */
const LEVEL_CHANGE_MS = 1_500;
/** Less is left than a fade is worth. */
const SHORTEST_CROSSFADE_MS = 100;
/** HTMLMediaElement.HAVE_FUTURE_DATA. */
const HAVE_FUTURE_DATA = 3;

/**
 * The two decks: one is current; the other is free, holds what follows, fades in beside it, or fades out what was left.
 * Tracks in segments follow on the current deck; the other one takes files, and what is faded into.
 */
export class DeckPair {
  readonly #platform: DeckPlatform;
  readonly #sound: SoundSettings;
  readonly #events: DeckPairEvents;
  #current: Deck;
  #spare: Deck;
  /** Takes over from a spare deck that is still heard and needed for something else: that one leaves by a short fade. */
  #reserve: Deck;
  #next: AudioSource | null = null;
  #isCrossing = false;
  /** So near that the level may have been changed for what follows. */
  #isNearJoin = false;
  /** Set while the spare deck fades out. */
  #cancelRetirement: (() => void) | undefined;
  #cancelLeaving: (() => void) | undefined;

  constructor(platform: DeckPlatform, sound: SoundSettings, events: DeckPairEvents) {
    this.#platform = platform;
    this.#sound = sound;
    this.#events = events;
    this.#current = this.#createDeck();
    this.#spare = this.#createDeck();
    this.#reserve = this.#createDeck();
  }

  get current(): Deck {
    return this.#current;
  }
  get next(): AudioSource | null {
    return this.#next;
  }

  /** Has a deck hold the source, as its current one: that where it waits already, or one that is free. */
  place(
    source: AudioSource,
    options: { positionMs: number; preload: 'metadata' | 'auto'; wasSounding: boolean },
  ): void {
    const { positionMs, preload, wasSounding } = options;
    const { stream } = this.#current;
    this.#isCrossing = false;
    this.#isNearJoin = false;
    this.#next = null;
    if (positionMs === 0 && stream?.next?.key === source.key && stream.isNextReady) {
      this.#freeSpare();
      stream.skipToNext();
    } else if (positionMs === 0 && this.#cancelRetirement === undefined && this.#spare.source?.key === source.key) {
      this.#swap(wasSounding);
    } else {
      this.#freeSpare();
      if (this.#sound.shouldRenewDecks) this.#renew();
      else if (wasSounding) this.#swap(true);
      this.#current.open({ source, positionMs, preload });
    }
    this.#sound.level(this.#current);
    this.#current.output.fade.set(1);
    this.#current.output.cross.set(1);
  }

  /** Names what follows the current track. */
  follow(source: AudioSource | null): void {
    this.#next = source;
    const isHeld = source !== null && this.#spare.source?.key === source.key;
    if (this.#isCrossing && isHeld) return;
    this.callOffCrossing();
    if (!isHeld && this.#cancelRetirement === undefined && this.#spare.source) this.#spare.close();
    this.#current.stream?.follow(this.#isJoined(source) ? source : null);
  }

  /** The playhead moved: fetches what follows, or begins to fade into it, when it is time. */
  progressed(isPlaying: boolean): void {
    const next = this.#next;
    if (isPlaying) this.#approachJoin();
    if (!next || !this.#current.source || !isPlaying || this.#current.stream?.next) return;
    const fadeMs = this.#fadeMsInto(next);
    const leftMs = this.#leftMs;
    const isDue = this.#current.isBufferedToEnd || leftMs < PREPARE_BEFORE_END_MS + fadeMs;
    if (isDue && this.#spare.source === null && this.#cancelRetirement === undefined) this.#openSpare(next);
    if (leftMs <= fadeMs + START_LEAD_MS && leftMs > SHORTEST_CROSSFADE_MS) this.#fadeInto(next);
  }

  get #msToJoin(): number {
    const seconds = this.#current.stream?.secondsToJoin ?? Number.POSITIVE_INFINITY;
    return (seconds * 1000) / this.#sound.speed;
  }

  #approachJoin(): void {
    const isNear = this.#msToJoin <= LEVEL_LEAD_MS;
    if (isNear === this.#isNearJoin) return;
    this.#isNearJoin = isNear;
    const next = isNear ? this.#current.stream?.nextLevel : undefined;
    if (next) this.#sound.sinkTo(this.#current, next, this.#msToJoin);
    else this.#sound.level(this.#current);
  }

  #fadeInto(next: AudioSource): void {
    const isReady = this.#spare.source?.key === next.key && this.#spare.element.readyState >= HAVE_FUTURE_DATA;
    if (this.#isCrossing || !isReady || this.#fadeMsInto(next) === 0) return;
    this.#isCrossing = true;
    this.#spare.output.cross.set(0);
    this.#spare.element.play().catch(() => {
      this.#isCrossing = false;
    });
  }

  /** Of the current track, in milliseconds of the clock. */
  get #leftMs(): number {
    const { source, durationMs, positionMs } = this.#current;
    return ((durationMs || (source?.durationMs ?? 0)) - positionMs) / this.#sound.speed;
  }

  /** How long until what happens next has to be looked at, in milliseconds of the clock. */
  get msToTurn(): number {
    const { source, stream } = this.#current;
    if (stream?.next) return this.#msToJoin > LEVEL_LEAD_MS ? this.#msToJoin - LEVEL_LEAD_MS : this.#msToJoin;
    if (!this.#next || !source) return Number.POSITIVE_INFINITY;
    const untilMs = this.#leftMs - this.#fadeMsInto(this.#next) - START_LEAD_MS;
    return untilMs > 0 ? untilMs : Number.POSITIVE_INFINITY;
  }

  /** The end of a file, or of a timeline that nothing joins: the other deck goes on with what follows. */
  advance(source: AudioSource): Deck {
    // What fades out may be the same track, which is repeated.
    if (this.#cancelRetirement !== undefined || this.#spare.source?.key !== source.key) {
      this.#freeSpare();
      this.#openSpare(source);
    }
    this.#swap(false);
    this.#isCrossing = false;
    this.#next = null;
    this.#current.output.cross.set(1);
    return this.#current;
  }

  /** Plays the current track alone: whoever asks for what follows when its turn comes is told what is wrong with it. True if it was on the same element. */
  loseNext(): boolean {
    const isJoined = Boolean(this.#current.stream?.next);
    this.#next = null;
    this.#isCrossing = false;
    this.#current.stream?.follow(null);
    this.#spare.close();
    return isJoined;
  }

  /** Of a track on either deck; where it is heard already it comes to its level slowly. */
  setLoudness(trackId: string, loudness: TrackLoudness | null): void {
    for (const deck of [this.#current, this.#spare]) {
      deck.setLoudness(trackId, loudness);
      if (deck.source?.trackId === trackId) this.#sound.level(deck, LEVEL_CHANGE_MS);
    }
    this.#events.onKnown();
  }

  /** Other sound of the tracks is wanted from here on. */
  reopen(): void {
    this.#current.stream?.reopen();
    if (!this.#isCrossing && this.#cancelRetirement === undefined) this.#spare.close();
  }

  /** Some phones let only the element sound that the person started: it takes the source over. */
  takeBack(source: AudioSource): void {
    this.#swap(false);
    this.#isCrossing = false;
    this.#current.open({ source, positionMs: 0, preload: 'auto' });
  }

  passedJoin(): void {
    this.#next = null;
    this.#isNearJoin = false;
    this.#sound.level(this.#current, LEVEL_RISE_MS);
  }

  /** A crossfade that has not begun waits until it is time again, or does not follow any more. */
  callOffCrossing(): void {
    if (this.#isCrossing) this.#spare.element.pause();
    this.#isCrossing = false;
  }

  /** The sound was paused: what fades out beside it leaves shortly, and what fades in goes on when it is played on. */
  endFades(): void {
    this.callOffCrossing();
    if (this.#cancelRetirement) this.#freeSpare();
  }

  close(): void {
    this.#isCrossing = false;
    this.#cancelRetirements();
    this.#next = null;
    for (const deck of [this.#current, this.#spare, this.#reserve]) deck.close();
  }

  #createDeck(): Deck {
    const deck: Deck = new Deck(this.#platform, {
      onElement: (from, name) => this.#onElement(from, name),
      onKnown: (from, source) => {
        if (from.source !== source || this.#isRetiring(from)) return;
        this.#sound.level(from);
        if (from === this.#current) this.#events.onKnown();
      },
      onBuffered: (from) => from === this.#current && this.#events.onBuffered(),
      onReopened: (from) => from === this.#current && this.#events.onReopened(),
      onFailed: (from, source, reason) => {
        if (from === this.#current && from.source === source) this.#events.onFailed(source, reason);
        else if (!this.#isRetiring(from)) this.loseNext();
      },
    });
    this.#sound.adopt(deck);
    return deck;
  }

  #onElement(deck: Deck, name: ElementEventName): void {
    if (deck === this.#current) return this.#events.onElement(name);
    if (this.#isRetiring(deck)) return;
    if (name === 'error') this.loseNext();
    else if (name === 'playing' && this.#isCrossing) this.#crossOver();
  }

  /** What runs on is never faded; and a fade is at most half of the shorter track. */
  #fadeMsInto(next: AudioSource): number {
    const { source } = this.#current;
    if (!source || runsOn(source.albumPlace, next.albumPlace)) return 0;
    const longestMs = Math.min(source.durationMs, next.durationMs) / 2;
    return Math.min(this.#sound.crossfadeSeconds * 1000, longestMs);
  }

  #isJoined(next: AudioSource | null): boolean {
    return next !== null && next.opened?.form !== 'file' && this.#fadeMsInto(next) === 0;
  }

  #openSpare(source: AudioSource): void {
    this.#spare.output.fade.set(1);
    this.#spare.output.cross.set(1);
    this.#spare.open({ source, positionMs: 0, preload: 'auto' });
    this.#sound.level(this.#spare);
  }

  #crossOver(): void {
    const left = this.#current;
    const { source } = this.#spare;
    if (!source || !left.source) return;
    const { positionMs } = left;
    const durationMs = Math.max(SHORTEST_CROSSFADE_MS, Math.min(this.#fadeMsInto(source), this.#leftMs));
    this.#isCrossing = false;
    this.#next = null;
    this.#spare.output.cross.fadeTo({ to: 1, durationMs, shape: 'power' });
    // It may have been sought in a moment ago.
    if (left.output.fade.level < 1) left.output.fade.fadeTo({ to: 1, durationMs: FADE_MS });
    this.#current = this.#spare;
    this.#spare = left;
    this.#retire(left, durationMs);
    this.#events.onCrossed({ positionMs });
  }

  #swap(isSounding: boolean): void {
    const left = this.#current;
    this.#current = this.#spare;
    this.#spare = left;
    if (isSounding) this.#retire(left, this.#sound.crossfadeSeconds > 0 ? SKIP_FADE_MS : FADE_MS);
    else left.close();
  }

  #retire(deck: Deck, durationMs: number): void {
    this.#cancelRetirement = deck.output.cross.sink({ durationMs, shape: 'power' }, () => {
      this.#cancelRetirement = undefined;
      deck.close();
    });
  }

  #isRetiring(deck: Deck): boolean {
    return deck === this.#reserve || (this.#cancelRetirement !== undefined && deck === this.#spare);
  }

  #freeSpare(): void {
    if (!this.#cancelRetirement) return this.#spare.close();
    this.#cancelRetirements();
    const left = this.#spare;
    this.#reserve.close();
    this.#spare = this.#reserve;
    this.#reserve = left;
    this.#cancelLeaving = left.output.cross.sink({ durationMs: FADE_MS }, () => left.close());
  }

  #cancelRetirements(): void {
    this.#cancelRetirement?.();
    this.#cancelLeaving?.();
    this.#cancelRetirement = undefined;
  }

  /** Elements cannot leave the graph again: once it is not needed any more, new ones take their place. */
  #renew(): void {
    for (const deck of [this.#current, this.#spare, this.#reserve]) deck.close();
    this.#sound.closeGraph();
    this.#current = this.#createDeck();
    this.#spare = this.#createDeck();
    this.#reserve = this.#createDeck();
  }
}
