import { randomUUID } from 'node:crypto';
import { createAnalyticsRepositories, type OpenAnalytics } from '../analytics/create-analytics-repositories.ts';
import { SqliteAnalyticsDatabase, type StatementTarget } from './sqlite-analytics-database.ts';

export const openSqliteAnalytics = (target: StatementTarget): OpenAnalytics =>
  createAnalyticsRepositories(new SqliteAnalyticsDatabase(target), randomUUID);
