import type { Schedule } from '../schedule.ts';

export interface FadeOptions {
  to: 0 | 1;
  durationMs: number;
  /** `power` keeps the sum of two decks even; `amplitude` is straight. */
  shape?: 'amplitude' | 'power';
}

/** Where there is no graph. */
export const STEP_MS = 8;
const CURVE_POINTS = 65;
const SHORTEST_CURVE_SECONDS = 0.005;
const SILENT = 0.001;
/** A context that sleeps never gets there. */
const LONGEST_WAIT_MS = 80;

/** One factor of how loud a deck is, which rises and falls in time: by steps, or by the graph's own clock once it is wired. */
export class Fader {
  readonly #schedule: Schedule;
  readonly #onStep: () => void;
  #node: GainNode | undefined;
  #level = 1;
  /** What a fade by steps has still to do. */
  #rest: { to: 0 | 1; shape: Slope['shape']; leftMs: number } | undefined;
  #cancelStep: (() => void) | undefined;

  constructor(schedule: Schedule, onStep: () => void) {
    this.#schedule = schedule;
    this.#onStep = onStep;
  }

  /** An amplitude, 0 to 1: of what is heard at this moment. */
  get level(): number {
    return this.#node ? this.#node.gain.value : this.#level;
  }

  /** The graph goes on with a fade under way. */
  wire(node: GainNode): void {
    const from = this.#level;
    this.#cancelStep?.();
    node.gain.value = from;
    this.#node = node;
    if (!this.#rest) return;
    const { leftMs, ...slope } = this.#rest;
    this.#rest = undefined;
    this.#fadeInGraph(node, { ...slope, from }, leftMs);
  }

  /** Ends a fade under way. */
  set(level: 0 | 1): void {
    this.#cancelStep?.();
    this.#rest = undefined;
    this.#level = level;
    if (!this.#node) return this.#onStep();
    this.#node.gain.cancelScheduledValues(0);
    this.#node.gain.value = level;
  }

  fadeTo({ to, durationMs, shape = 'amplitude' }: FadeOptions): void {
    this.#cancelStep?.();
    const slope = { from: this.level, to, shape };
    if (this.#node) this.#fadeInGraph(this.#node, slope, durationMs);
    else this.#fadeBySteps(slope, durationMs);
  }

  /** Fades out and calls back once it was heard: the page's clock and that of the sound do not run alike. Returns the cancellation. */
  sink({ durationMs, shape }: Omit<FadeOptions, 'to'>, onSilent: () => void): () => void {
    this.fadeTo({ to: 0, durationMs, shape });
    let waitedMs = 0;
    const look = (): void => {
      if (this.level < SILENT || waitedMs >= LONGEST_WAIT_MS) return onSilent();
      waitedMs += STEP_MS;
      cancel = this.#schedule(look, STEP_MS);
    };
    let cancel = this.#schedule(look, durationMs);
    return () => cancel();
  }

  #fadeInGraph({ gain, context }: GainNode, slope: Slope, durationMs: number): void {
    const curve = Float32Array.from({ length: CURVE_POINTS }, (_, index) => between(slope, index / (CURVE_POINTS - 1)));
    this.#level = slope.to;
    gain.cancelScheduledValues(0);
    gain.setValueCurveAtTime(curve, context.currentTime, Math.max(SHORTEST_CURVE_SECONDS, durationMs / 1000));
  }

  #fadeBySteps(slope: Slope, durationMs: number, elapsedMs = STEP_MS): void {
    this.#level = between(slope, Math.min(1, elapsedMs / durationMs));
    this.#onStep();
    const { to, shape } = slope;
    this.#rest = elapsedMs < durationMs ? { to, shape, leftMs: durationMs - elapsedMs } : undefined;
    if (!this.#rest) return;
    this.#cancelStep = this.#schedule(() => this.#fadeBySteps(slope, durationMs, elapsedMs + STEP_MS), STEP_MS);
  }
}

interface Slope {
  from: number;
  to: 0 | 1;
  shape: 'amplitude' | 'power';
}

/** By power a rise is a quarter of a sine and a fall a quarter of a cosine: the squares of both sum to one. */
function between({ from, to, shape }: Slope, share: number): number {
  if (shape === 'amplitude') return from + (to - from) * share;
  const quarter = (share * Math.PI) / 2;
  return to > from ? from + (to - from) * Math.sin(quarter) : to + (from - to) * Math.cos(quarter);
}
