import type { JobHandler } from '#models/job.ts';
import type { CleanUpService } from '#services/clean-up/clean-up-service.ts';

export const createCleanUpJob =
  ({ cleanUpService }: { cleanUpService: Pick<CleanUpService, 'cleanUp'> }): JobHandler<'clean-up'> =>
  (run) =>
    cleanUpService.cleanUp(run);
