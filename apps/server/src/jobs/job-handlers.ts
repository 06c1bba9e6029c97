import type { JobHandlers } from '#models/job.ts';
import { createAnalysisJob } from './analysis-job.ts';
import { createArtworkJob } from './artwork-job.ts';
import { createCleanUpJob } from './clean-up-job.ts';
import { createScanJob } from './scan-job.ts';

type Needs = Parameters<typeof createScanJob>[0] &
  Parameters<typeof createArtworkJob>[0] &
  Parameters<typeof createAnalysisJob>[0] &
  Parameters<typeof createCleanUpJob>[0];

/** The handler of every kind of job: one that is missing does not compile. */
export const createJobHandlers = (services: Needs): JobHandlers => ({
  scan: createScanJob(services),
  artwork: createArtworkJob(services),
  analysis: createAnalysisJob(services),
  'clean-up': createCleanUpJob(services),
});
