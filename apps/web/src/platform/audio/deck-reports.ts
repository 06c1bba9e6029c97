import type { AudioEngineEvents, Emitter, TimeRangeMs } from '@jetstream/app-core/services';
import { areSameRanges } from './deck-media.ts';
import type { Deck } from './deck.ts';

/** Tells what is known of the current track, each thing once. */
export class DeckReports {
  readonly #emitter: Emitter<AudioEngineEvents>;
  #buffered: readonly TimeRangeMs[] = [];

  constructor(emitter: Emitter<AudioEngineEvents>) {
    this.#emitter = emitter;
  }

  get bufferedRanges(): readonly TimeRangeMs[] {
    return this.#buffered;
  }

  tellKnown(deck: Deck): void {
    this.tellDuration(deck);
    this.tellBuffered(deck);
    this.#emitter.emit('qualityChanged', { quality: deck.quality });
  }

  tellDuration({ durationMs }: Deck): void {
    if (durationMs > 0) this.#emitter.emit('durationKnown', { durationMs });
  }

  tellBuffered({ bufferedRanges }: Deck): void {
    if (areSameRanges(bufferedRanges, this.#buffered)) return;
    this.#buffered = bufferedRanges;
    this.#emitter.emit('bufferedChanged', { ranges: bufferedRanges });
  }
}
