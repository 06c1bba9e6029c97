import type { TrackId } from '#models/ids.ts';
import { toAnalysisState, toWaveform } from '#presenters/loudness-presenter.ts';
import type { AnalysisService } from '#services/analysis/analysis-service.ts';
import type { LoudnessService } from '#services/analysis/loudness-service.ts';
import type { EndpointHandlers } from './endpoint-handler.ts';

interface AnalysisControllerOptions {
  analysisService: AnalysisService;
  loudnessService: LoudnessService;
}

export const createAnalysisController = ({
  analysisService,
  loudnessService,
}: AnalysisControllerOptions): EndpointHandlers<'getWaveform' | 'getAnalysisState'> => ({
  getWaveform: async ({ params }) => {
    const { waveform, sound } = await loudnessService.getWaveform(params.trackId as TrackId);
    return toWaveform(waveform, sound);
  },
  getAnalysisState: async () => toAnalysisState(await analysisService.getProgress()),
});
