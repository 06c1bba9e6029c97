import type { Store } from '#repositories/repositories.ts';
import { LoudnessService } from '#services/analysis/loudness-service.ts';
import type { EventBus } from '#services/events.ts';

interface AnalysisFoundation {
  store: Pick<Store, 'repositories'>;
  events: EventBus;
}

/** What measures the sound of tracks, and what tells of it. */
export function createAnalysisServices({ store: { repositories }, events }: AnalysisFoundation) {
  return { loudnessService: new LoudnessService({ repositories, events }) };
}
