import type { AnalyticsRepositories } from '../repositories.ts';
import type { AnalyticsDatabase } from './analytics-database.ts';
import { AnalyticsPlayRepository } from './analytics-play-repository.ts';

export interface OpenAnalytics {
  repositories: AnalyticsRepositories;
  /** When what was handed over before has been written or refused. */
  drain(): Promise<void>;
}

export function createAnalyticsRepositories(database: AnalyticsDatabase, createId: () => string): OpenAnalytics {
  const plays = new AnalyticsPlayRepository(database, createId);
  return { repositories: { plays }, drain: () => plays.drain() };
}
