import { describePostgres, openTestPostgres } from '#test/support/test-postgres.ts';
import { describePlayRepository } from './people-repository-contract.ts';

describePostgres('PostgreSQL', () => {
  describePlayRepository(openTestPostgres);
});
