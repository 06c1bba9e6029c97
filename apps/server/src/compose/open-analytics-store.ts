import { randomUUID } from 'node:crypto';
import type { ServerStores } from '#config/config.ts';
import { connectPostgresStore, type PostgresStore } from '#repositories/postgres/connect-postgres-store.ts';
import type { DataPlaneOptions } from './data-plane.ts';
import { openStoreGuard } from './open-store-guard.ts';

const TIMEOUT_MS = 5000;

/** Plays, events, requests and statistics in PostgreSQL. @throws DomainError */
export function openAnalyticsStore(
  options: Pick<DataPlaneOptions, 'config' | 'logger' | 'metrics'> & { store: Pick<ServerStores, 'postgresUrl'> },
): Promise<PostgresStore> {
  const { config, logger, store } = options;
  return connectPostgresStore({
    url: store.postgresUrl.reveal(),
    instanceId: config.instanceId,
    logger,
    storeGuard: openStoreGuard({ name: 'postgresql', timeoutMs: TIMEOUT_MS }, options),
    createId: randomUUID,
  });
}
