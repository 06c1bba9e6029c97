import { DomainError } from '#models/errors.ts';
import { createAnalyticsRepositories } from '../analytics/create-analytics-repositories.ts';
import type { StoreGuard, StoreLogger } from '../guard-store.ts';
import type { AnalyticsRepositories } from '../repositories.ts';
import { isStoreFailure } from '../store-failures.ts';
import { migratePostgres } from './migrate-postgres.ts';
import { MonthPartitions } from './month-partitions.ts';
import { createPostgresAnalyticsDatabase } from './postgres-analytics-database.ts';
import { PostgresConnections } from './postgres-connections.ts';

export interface PostgresStoreOptions {
  url: string;
  instanceId: string;
  logger: StoreLogger;
  storeGuard: StoreGuard;
  createId: () => string;
}

export interface PostgresStore {
  repositories: AnalyticsRepositories;
  checkReady(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the analytics store. A PostgreSQL that is away keeps no server from starting: what needs it is refused until it is
 * there and has its schema.
 *
 * @throws DomainError unsupported when a newer version has been at work on it.
 */
export async function connectPostgresStore(options: PostgresStoreOptions): Promise<PostgresStore> {
  const { url, instanceId, logger, storeGuard, createId } = options;
  const connections = new PostgresConnections({ url, logger, applicationName: `jetstream ${instanceId}` });
  const checkSchema = createSchemaCheck(connections);
  try {
    await checkSchema();
  } catch (error) {
    if (!isStoreFailure('postgresql', error)) {
      await connections.close();
      throw error;
    }
    logger.warn({ store: 'postgresql', reason: reasonOf(error) }, 'PostgreSQL is away at the start');
  }
  const partitions = new MonthPartitions(connections, logger);
  const database = createPostgresAnalyticsDatabase({ connections, partitions, storeGuard, checkSchema });
  const { repositories, drain } = createAnalyticsRepositories(database, createId);
  return {
    repositories,
    checkReady: () =>
      storeGuard.run(async () => {
        await checkSchema();
        await connections.list({ sql: 'SELECT 1', values: [] });
      }),
    async close() {
      await drain();
      await connections.close();
    },
  };
}

/** Migrates once; a failure is tried again by the next call. */
function createSchemaCheck(connections: PostgresConnections): () => Promise<void> {
  let migrating: Promise<void> | undefined;
  return () => {
    migrating ??= migratePostgres(connections).catch((error: unknown) => {
      migrating = undefined;
      throw error;
    });
    return migrating;
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof DomainError) return error.message;
  return error instanceof Error ? error.message : String(error);
}
