import type { Schedule } from '../schedule.ts';
import { Fader, STEP_MS } from './fader.ts';
import { toLinear } from './loudness-curve.ts';

/** The gains of one deck in the graph. */
export interface DeckNodes {
  context: BaseAudioContext;
  level: GainNode;
  fade: GainNode;
  cross: GainNode;
}

/**
 * How loud one deck is: the person's volume, the levelling of its track, and fades. By the element itself as long as that is
 * enough; by the graph once the deck is wired into it.
 */
export class DeckOutput {
  /** Of pauses and seeks. */
  readonly fade: Fader;
  /** Into this deck and out of it, beside another one. */
  readonly cross: Fader;
  readonly #element: HTMLAudioElement;
  readonly #schedule: Schedule;
  #nodes: DeckNodes | undefined;
  #volume = 1;
  #gainDb = 0;
  /** On its way to `#gainDb`, as long as the element alone makes it. */
  #heardDb = 0;
  #cancelRamp: (() => void) | undefined;

  constructor(element: HTMLAudioElement, schedule: Schedule) {
    this.#element = element;
    this.#schedule = schedule;
    this.fade = new Fader(schedule, () => this.#apply());
    this.cross = new Fader(schedule, () => this.#apply());
  }

  get isWired(): boolean {
    return this.#nodes !== undefined;
  }

  wire(nodes: DeckNodes): void {
    this.#cancelRamp?.();
    this.#heardDb = this.#gainDb;
    this.#nodes = nodes;
    nodes.level.gain.value = toLinear(this.#gainDb);
    this.fade.wire(nodes.fade);
    this.cross.wire(nodes.cross);
    this.#apply();
  }

  /** An amplitude, 0 to 1. */
  setVolume(volume: number): void {
    this.#volume = volume;
    this.#apply();
  }

  /** Gains above 0 need the graph. */
  setGain(gainDb: number, rampMs = 0): void {
    this.#cancelRamp?.();
    this.#gainDb = gainDb;
    if (!this.#nodes) return this.#rampByElement(this.#heardDb, rampMs);
    this.#heardDb = gainDb;
    const { level, context } = this.#nodes;
    if (rampMs === 0) {
      level.gain.cancelScheduledValues(0);
      level.gain.value = toLinear(gainDb);
      return;
    }
    level.gain.cancelScheduledValues(context.currentTime);
    level.gain.setValueAtTime(level.gain.value, context.currentTime);
    level.gain.linearRampToValueAtTime(toLinear(gainDb), context.currentTime + rampMs / 1000);
  }

  #rampByElement(fromDb: number, durationMs: number, elapsedMs = STEP_MS): void {
    const share = Math.min(1, elapsedMs / Math.max(STEP_MS, durationMs));
    this.#heardDb = fromDb + (this.#gainDb - fromDb) * share;
    this.#apply();
    if (share >= 1) return;
    this.#cancelRamp = this.#schedule(() => this.#rampByElement(fromDb, durationMs, elapsedMs + STEP_MS), STEP_MS);
  }

  #apply(): void {
    const own = this.#nodes ? 1 : this.fade.level * this.cross.level * Math.min(1, toLinear(this.#heardDb));
    this.#element.volume = Math.max(0, Math.min(1, this.#volume * own));
  }
}
