import type { Deck } from './deck.ts';

const FADE_MS = 15;

/** A seek while it sounds: first the sound sinks, then the playhead moves. Meanwhile the target counts as the position. */
export class SoftSeek {
  #targetMs: number | undefined;
  #finish: (() => void) | undefined;

  /** Undefined when no seek is on its way. */
  get targetMs(): number | undefined {
    return this.#targetMs;
  }

  begin(deck: Deck, targetMs: number): void {
    const isUnderWay = this.#finish !== undefined;
    this.#targetMs = targetMs;
    if (isUnderWay) return;
    const cancel = deck.output.fade.sink({ durationMs: FADE_MS }, () => this.finish());
    this.#finish = () => {
      cancel();
      if (this.#targetMs !== undefined) deck.seek(this.#targetMs);
    };
  }

  /** Moves the playhead now, if a seek is on its way. */
  finish(): void {
    this.#finish?.();
    this.#finish = undefined;
    this.#targetMs = undefined;
  }

  /** The sound rises again where the playhead arrived. */
  rise(deck: Deck): void {
    deck.output.fade.fadeTo({ to: 1, durationMs: FADE_MS });
  }
}
