import { randomUUID } from 'node:crypto';
import type { ServerStores } from '#config/config.ts';
import { createStoreGuard } from '#repositories/guard-store.ts';
import { connectPostgresStore, type PostgresStore } from '#repositories/postgres/connect-postgres-store.ts';
import type { DataPlaneOptions } from './data-plane.ts';

const TIMEOUT_MS = 5000;

/** Plays, events, requests and statistics in PostgreSQL. @throws DomainError */
export function openAnalyticsStore({
  config,
  logger,
  store,
}: Pick<DataPlaneOptions, 'config' | 'logger'> & { store: Pick<ServerStores, 'postgresUrl'> }): Promise<PostgresStore> {
  return connectPostgresStore({
    url: store.postgresUrl.reveal(),
    instanceId: config.instanceId,
    logger,
    storeGuard: createStoreGuard({ name: 'postgresql', timeoutMs: TIMEOUT_MS, logger }),
    createId: randomUUID,
  });
}
