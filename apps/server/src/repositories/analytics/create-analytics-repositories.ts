import type { AnalyticsRepositories } from '../repositories.ts';
import type { AnalyticsDatabase } from './analytics-database.ts';
import { AnalyticsEventLogRepository } from './analytics-event-log-repository.ts';
import { AnalyticsPlayRepository } from './analytics-play-repository.ts';
import { AnalyticsRequestLogRepository } from './analytics-request-log-repository.ts';
import { AnalyticsStatisticsRepository } from './analytics-statistics-repository.ts';
import { AnalyticsSumRepository } from './analytics-sum-repository.ts';

export interface OpenAnalytics {
  repositories: AnalyticsRepositories;
  /** When what was handed over before has been written or refused. */
  drain(): Promise<void>;
}

export function createAnalyticsRepositories(database: AnalyticsDatabase, createId: () => string): OpenAnalytics {
  const plays = new AnalyticsPlayRepository(database, createId);
  const repositories = {
    plays,
    eventLog: new AnalyticsEventLogRepository(database),
    requestLog: new AnalyticsRequestLogRepository(database, createId),
    statistics: new AnalyticsStatisticsRepository(database),
    sums: new AnalyticsSumRepository(database),
  };
  return { repositories, drain: () => plays.drain() };
}
