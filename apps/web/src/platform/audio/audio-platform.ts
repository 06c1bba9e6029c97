import type { DeckPlatform } from './deck.ts';
import type { GraphPlatform } from './graph/audio-graph.ts';
import type { Waiting } from './stream/load-attempts.ts';

/** What the engine needs of a browser. */
export interface AudioPlatform extends DeckPlatform, Waiting {
  graph: GraphPlatform;
  fetch: typeof fetch;
}
