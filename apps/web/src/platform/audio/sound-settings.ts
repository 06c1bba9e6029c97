import type { Levelling } from '@jetstream/app-core/services';
import type { Deck } from './deck.ts';
import { AudioGraph, type GraphPlatform } from './graph/audio-graph.ts';
import { couldOvershoot, levellingGainDb, type LevelledSound, toAmplitude } from './graph/loudness-curve.ts';

const SLOWEST = 0.5;
const FASTEST = 3;
const LONGEST_CROSSFADE_SECONDS = 12;

/** How the person wants it to sound, put into effect on every deck; by the graph only where elements cannot do it. */
export class SoundSettings {
  readonly #graph: AudioGraph;
  #decks: Deck[] = [];
  #volume = 1;
  #isMuted = false;
  #levelling: Levelling = { mode: 'off', preampDb: 0 };
  #crossfadeSeconds = 0;
  #speed = 1;
  #outputDeviceId: string | null = null;

  constructor(platform: GraphPlatform) {
    this.#graph = new AudioGraph(platform);
  }

  get crossfadeSeconds(): number {
    return this.#crossfadeSeconds;
  }
  get speed(): number {
    return this.#speed;
  }
  /** Nothing needs the graph any more, but the decks are still wired into it. */
  get shouldRenewDecks(): boolean {
    return this.#graph.isBuilt && !this.#graph.isNeeded;
  }

  adopt(deck: Deck): void {
    this.#decks.push(deck);
    deck.output.setVolume(toAmplitude(this.#volume));
    this.#applyTo(deck);
    this.#wireWhereNeeded();
  }

  setVolume(volume: number): void {
    this.#volume = volume;
    for (const { output } of this.#decks) output.setVolume(toAmplitude(volume));
  }

  setMuted(isMuted: boolean): void {
    this.#isMuted = isMuted;
    for (const deck of this.#decks) this.#applyTo(deck);
  }

  setSpeed(rate: number): void {
    this.#speed = Math.max(SLOWEST, Math.min(FASTEST, rate));
    for (const deck of this.#decks) this.#applyTo(deck);
  }

  setOutputDevice(deviceId: string | null): void {
    this.#outputDeviceId = deviceId;
    this.#graph.setOutputDevice(deviceId);
    for (const deck of this.#decks) this.#applyTo(deck);
  }

  setLevelling(levelling: Levelling): void {
    this.#levelling = levelling;
    for (const deck of this.#decks) this.level(deck, 100);
  }

  setCrossfade(seconds: number): void {
    this.#crossfadeSeconds = Math.max(0, Math.min(LONGEST_CROSSFADE_SECONDS, seconds));
    this.#graph.setNeed('crossfade', this.#crossfadeSeconds > 0);
    this.#wireWhereNeeded();
    this.#limitWhereNeeded();
  }

  setEqualizer(gainsDb: readonly number[] | null): void {
    this.#graph.setEqualizer(gainsDb);
    this.#wireWhereNeeded();
  }

  observeSpectrum(listener: (levels: Float32Array) => void): () => void {
    const leave = this.#graph.observeSpectrum(listener);
    this.#wireWhereNeeded();
    return leave;
  }

  /** Brings the deck to the level of what it holds. */
  level(deck: Deck, rampMs = 0): void {
    const gainDb = levellingGainDb(this.#levelling, deck);
    const isRaised = this.#decks.some((other) => levellingGainDb(this.#levelling, other) > 0);
    this.#graph.setNeed('levelling', isRaised);
    this.#wireWhereNeeded();
    this.#limitWhereNeeded();
    deck.output.setGain(gainDb, rampMs);
  }

  /** Has the deck sink to the level of what follows, where that is lower. */
  sinkTo(deck: Deck, next: LevelledSound, rampMs: number): void {
    const gainDb = levellingGainDb(this.#levelling, next);
    const isLower = gainDb < levellingGainDb(this.#levelling, deck);
    if (isLower) deck.output.setGain(gainDb, rampMs);
  }

  resume(): void {
    this.#graph.resume();
  }

  suspend(): void {
    this.#graph.suspend();
  }

  /** The decks that were adopted are silent afterwards, and forgotten. */
  closeGraph(): void {
    this.#decks = [];
    this.#graph.close();
  }

  #applyTo({ element }: Deck): void {
    element.muted = this.#isMuted;
    element.defaultPlaybackRate = this.#speed;
    element.playbackRate = this.#speed;
    element.preservesPitch = true;
    const sink = element as HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> };
    if (this.#outputDeviceId !== null || sink.sinkId) void sink.setSinkId?.(this.#outputDeviceId ?? '').catch(noop);
  }

  #wireWhereNeeded(): void {
    if (!this.#graph.isNeeded) return;
    for (const { element, output } of this.#decks) if (!output.isWired) output.wire(this.#graph.wire(element));
  }

  #limitWhereNeeded(): void {
    const canOvershoot = this.#decks.some((deck) =>
      couldOvershoot(levellingGainDb(this.#levelling, deck), deck.loudness),
    );
    this.#graph.setLimiting(canOvershoot || this.#crossfadeSeconds > 0);
  }
}

function noop(): void {}
