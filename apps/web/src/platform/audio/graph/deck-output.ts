import { toLinear } from './loudness-curve.ts';

/** The gains of one deck in the graph. */
export interface DeckNodes {
  context: BaseAudioContext;
  level: GainNode;
  fade: GainNode;
}

export interface FadeOptions {
  to: 0 | 1;
  durationMs: number;
  /** `power` keeps the sum of two decks even; `amplitude` is straight. */
  shape?: 'amplitude' | 'power';
}

const STEP_MS = 8;
const CURVE_POINTS = 65;

/**
 * How loud one deck is: the person's volume, the levelling of its track, and fades. By the element itself as long as that is
 * enough; by the graph once the deck is wired into it.
 */
export class DeckOutput {
  readonly #element: HTMLAudioElement;
  readonly #schedule: (task: () => void, delayMs: number) => () => void;
  #nodes: DeckNodes | undefined;
  #volume = 1;
  #gainDb = 0;
  /** On its way to `#gainDb`, as long as the element alone makes it. */
  #heardDb = 0;
  #fade = 1;
  #cancelStep: (() => void) | undefined;
  #cancelRamp: (() => void) | undefined;

  constructor(element: HTMLAudioElement, schedule: (task: () => void, delayMs: number) => () => void) {
    this.#element = element;
    this.#schedule = schedule;
  }

  get isWired(): boolean {
    return this.#nodes !== undefined;
  }

  wire(nodes: DeckNodes): void {
    this.#cancelRamp?.();
    this.#heardDb = this.#gainDb;
    this.#nodes = nodes;
    nodes.level.gain.value = toLinear(this.#gainDb);
    nodes.fade.gain.value = this.#fade;
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

  /** Ends a fade under way. */
  setFade(level: 0 | 1): void {
    this.#cancelStep?.();
    this.#fade = level;
    if (!this.#nodes) return this.#apply();
    const { gain } = this.#nodes.fade;
    gain.cancelScheduledValues(0);
    gain.value = level;
  }

  fadeTo({ to, durationMs, shape = 'amplitude' }: FadeOptions): void {
    this.#cancelStep?.();
    if (this.#nodes) this.#fadeInGraph(this.#nodes, { to, durationMs, shape });
    else this.#fadeByElement(this.#fade, { to, durationMs, shape });
  }

  #fadeInGraph({ fade, context }: DeckNodes, { to, durationMs, shape }: Required<FadeOptions>): void {
    const from = fade.gain.value;
    const curve = Float32Array.from({ length: CURVE_POINTS }, (_, index) =>
      between({ from, to, shape }, index / (CURVE_POINTS - 1)),
    );
    this.#fade = to;
    fade.gain.cancelScheduledValues(0);
    fade.gain.setValueCurveAtTime(curve, context.currentTime, Math.max(0.005, durationMs / 1000));
  }

  #fadeByElement(from: number, options: Required<FadeOptions>, elapsedMs = STEP_MS): void {
    this.#fade = between({ ...options, from }, Math.min(1, elapsedMs / options.durationMs));
    this.#apply();
    if (elapsedMs >= options.durationMs) return;
    this.#cancelStep = this.#schedule(() => this.#fadeByElement(from, options, elapsedMs + STEP_MS), STEP_MS);
  }

  #rampByElement(fromDb: number, durationMs: number, elapsedMs = STEP_MS): void {
    const share = Math.min(1, elapsedMs / Math.max(STEP_MS, durationMs));
    this.#heardDb = fromDb + (this.#gainDb - fromDb) * share;
    this.#apply();
    if (share >= 1) return;
    this.#cancelRamp = this.#schedule(() => this.#rampByElement(fromDb, durationMs, elapsedMs + STEP_MS), STEP_MS);
  }

  #apply(): void {
    const own = this.#nodes ? 1 : this.#fade * Math.min(1, toLinear(this.#heardDb));
    this.#element.volume = Math.max(0, Math.min(1, this.#volume * own));
  }
}

interface Slope {
  from: number;
  to: number;
  shape: 'amplitude' | 'power';
}

/** By power a rise is a quarter of a sine and a fall a quarter of a cosine: the squares of both sum to one. */
function between({ from, to, shape }: Slope, share: number): number {
  if (shape === 'amplitude') return from + (to - from) * share;
  const quarter = (share * Math.PI) / 2;
  return to > from ? from + (to - from) * Math.sin(quarter) : to + (from - to) * Math.cos(quarter);
}
