import type { JobHandler } from '#models/job.ts';
import type { AnalysisService } from '#services/analysis/analysis-service.ts';

export const createAnalysisJob =
  ({ analysisService }: { analysisService: Pick<AnalysisService, 'analyseSounds'> }): JobHandler<'analysis'> =>
  (run) =>
    analysisService.analyseSounds(run);
