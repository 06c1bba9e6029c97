import { toListeningStatistics, toServerStatistics } from '#presenters/statistics-presenter.ts';
import type { StatisticsService } from '#services/statistics-service.ts';
import type { EndpointHandlers } from './endpoint-handler.ts';

export function createStatisticsController({
  statisticsService,
}: {
  statisticsService: StatisticsService;
}): EndpointHandlers<'getListeningStatistics' | 'getServerStatistics'> {
  return {
    getListeningStatistics: async ({ caller, query }) => {
      const { value, surroundings } = await statisticsService.getListening(caller.userId, query.period);
      return toListeningStatistics(value, surroundings);
    },
    getServerStatistics: async () => toServerStatistics(await statisticsService.getServer()),
  };
}
