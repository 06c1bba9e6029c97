import type { Config } from '#config/config.ts';
import { RandomIdSource } from '#gateways/random-id-source.ts';
import type { JobQueue } from '#repositories/job-queue.ts';
import { MemoryLeaseRepository } from '#repositories/memory/memory-lease-repository.ts';
import type { LeaseRepository } from '#repositories/lease-repository.ts';
import type { SqliteStore } from '#repositories/sqlite/connect-sqlite-store.ts';
import { SqliteJobQueue } from '#repositories/sqlite/sqlite-job-queue.ts';
import type { DataPlaneOptions } from './data-plane.ts';

/** Work that outlives a request, and who of the servers does what alone. */
export interface JobParts {
  jobs: JobQueue;
  leases: LeaseRepository;
}

export function openEmbeddedJobs(
  { jobs }: Pick<SqliteStore, 'jobs'>,
  { config, logger, clock }: { config: Pick<Config, 'instanceId'> } & Pick<DataPlaneOptions, 'logger' | 'clock'>,
): JobParts {
  const idSource = new RandomIdSource();
  return {
    jobs: new SqliteJobQueue({
      jobs,
      server: config.instanceId,
      createToken: () => idSource.createId(),
      nowMs: () => clock.nowMs(),
      onError: (error) => logger.error({ err: error }, 'jobs are in trouble'),
      isAlone: true,
    }),
    leases: new MemoryLeaseRepository(() => clock.nowMs()),
  };
}
