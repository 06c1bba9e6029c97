import type { Config } from '#config/config.ts';
import type { MediaStore } from '#gateways/media-store.ts';
import type { Transcoder } from '#gateways/transcoder.ts';
import type { AnalysisHours } from '#models/analysis-hours.ts';
import type { Logger } from '#observability/logger.ts';
import type { Store } from '#repositories/repositories.ts';
import { AnalysisService, type AnalysisServiceOptions } from '#services/analysis/analysis-service.ts';
import { LoudnessService } from '#services/analysis/loudness-service.ts';
import { SoundAnalyser } from '#services/analysis/sound-analyser.ts';
import type { DataPlane } from './data-plane.ts';

interface AnalysisFoundation extends Pick<AnalysisServiceOptions, 'events' | 'clock' | 'idSource'> {
  config: Config;
  logger: Logger;
  store: Omit<Store, 'close'>;
  mediaStore: MediaStore;
  transcoder: Transcoder;
  dataPlane: Pick<DataPlane, 'jobs'>;
}

const HOUR_MS = 3_600_000;

/** Who wants no decoder is not to be told every hour that there is none. */
const hoursOf = ({ analysis, transcoder }: Config): AnalysisHours =>
  transcoder.backend === 'none' ? 'off' : analysis.hours;

/** What measures the sound of tracks, and what tells of it. */
export function createAnalysisServices({
  config,
  logger,
  store,
  mediaStore,
  transcoder,
  dataPlane,
  ...parts
}: AnalysisFoundation) {
  const { repositories } = store;
  const { jobs } = dataPlane;
  const hours = hoursOf(config);
  const analyser = new SoundAnalyser({
    libraries: repositories.libraries,
    mediaStore,
    transcoder,
    nowMs: () => parts.clock.nowMs(),
  });
  const analysisService = new AnalysisService({
    ...parts,
    repositories,
    analyser,
    jobs,
    hours,
    getCatalogueVersion: () => store.getCatalogueVersion(),
    onError: (error) => logger.warn({ err: error }, 'measuring the sound of tracks is in trouble'),
  });
  return { analysisService, loudnessService: new LoudnessService({ repositories, events: parts.events }) };
}

/** Every hour, so that the work goes on when its hours begin, and what failed by bad luck has its turn again. */
export async function saveAnalysisSchedule({ config, dataPlane: { jobs } }: AnalysisFoundation): Promise<void> {
  if (hoursOf(config) === 'off') await jobs.deleteSchedule('analysis', 'analysis');
  else await jobs.saveSchedule({ name: 'analysis', kind: 'analysis', payload: null, everyMs: HOUR_MS });
}
