import { describePostgres, openTestPostgres } from '#test/support/test-postgres.ts';
import {
  describeEventLogRepository,
  describeRequestLogRepository,
  describeStatisticsRepository,
  describeSumRepository,
} from './analytics-repository-contract.ts';
import { describePlayRepository } from './people-repository-contract.ts';

describePostgres('PostgreSQL', () => {
  describePlayRepository(openTestPostgres);
  describeEventLogRepository(openTestPostgres);
  describeRequestLogRepository(openTestPostgres);
  describeStatisticsRepository(openTestPostgres);
  describeSumRepository(openTestPostgres);
});
