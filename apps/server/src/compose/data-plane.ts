import type { Config } from '#config/config.ts';
import type { EventChannel } from '#gateways/event-channel.ts';
import type { KeyStore } from '#gateways/key-store.ts';
import type { Logger } from '#observability/logger.ts';
import type { Metrics } from '#observability/metrics.ts';
import type { AllowanceRepository } from '#repositories/allowance-repository.ts';
import type { AnswerCache } from '#repositories/answer-cache.ts';
import type { AttemptRepository } from '#repositories/attempt-repository.ts';
import type { CatalogueFollower } from '#repositories/catalogue-change-reader.ts';
import type { JobQueue } from '#repositories/job-queue.ts';
import type { LeaseRepository } from '#repositories/lease-repository.ts';
import type { Store } from '#repositories/repositories.ts';
import type { StoreName } from '#repositories/store-failures.ts';
import type { Clock } from '#services/clock.ts';
import type { StoreProbe } from '#services/server-service.ts';

/** Everything a server keeps, whichever databases hold it. One of each for a process. */
export interface DataPlane {
  store: Omit<Store, 'close'>;
  keyStore: KeyStore;
  /** Of this server alone, where several share the keys. */
  keyCopy: KeyStore | undefined;
  attempts: AttemptRepository;
  allowances: AllowanceRepository;
  jobs: JobQueue;
  leases: LeaseRepository;
  /** Undefined where answers are made as fast as they are looked up. */
  answerCache: AnswerCache | undefined;
  /** Undefined where the catalogue and its search index change in one transaction. */
  catalogueFollower: CatalogueFollower | undefined;
  /** To the other servers. */
  eventChannel: EventChannel;
  /** What readiness asks. */
  probes: readonly StoreProbe[];
  /** Stores that have been away since the start, and are waited for. */
  listAway(): readonly StoreName[];
  /** Resolves when every store that the server cannot do without has been there once; rejects when one of them cannot be used. */
  opened: Promise<void>;
  close(): Promise<void>;
}

export interface DataPlaneOptions {
  config: Config;
  logger: Logger;
  metrics: Metrics;
  clock: Clock;
}

/**
 * Opens what the configuration names. A database that is away is waited for in the background: what needs it is refused
 * meanwhile. The drivers of the databases are loaded only where they are used: the embedded
 * server would pay for them with memory and time to start.
 *
 * @throws DomainError, StartError when it cannot be opened
 */
export async function openDataPlane(options: DataPlaneOptions): Promise<DataPlane> {
  if (options.config.store.kind === 'embedded') {
    const { openEmbeddedDataPlane } = await import('./embedded-data-plane.ts');
    return openEmbeddedDataPlane({ ...options, store: options.config.store });
  }
  const { openServerDataPlane } = await import('./server-data-plane.ts');
  return openServerDataPlane({ ...options, store: options.config.store });
}
