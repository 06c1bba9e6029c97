import type { ServerStores } from '#config/config.ts';
import { createStoreGuard, guard, type StoreGuard } from '#repositories/guard-store.ts';
import { connectMongo, type MongoConnection } from '#repositories/mongo/connect-mongo.ts';
import { createMongoPeople } from '#repositories/mongo/create-mongo-people.ts';
import { createMongoCatalogueRepositories } from '#repositories/mongo/create-mongo-repositories.ts';
import type { DataPlaneOptions } from './data-plane.ts';

const TIMEOUT_MS = 5000;
/** Of a scan's batches, and of sums over a whole library. */
const BATCH_TIMEOUT_MS = 60_000;

/** Opens MongoDB: the connection, its guard, and what is behind it. @throws DomainError */
export async function openDocumentStore({ config, logger, clock, store }: DataPlaneOptions & { store: ServerStores }) {
  const connection = await connectMongo({
    url: store.mongodbUrl.reveal(),
    logger,
    nowMs: () => clock.nowMs(),
    instanceId: config.instanceId,
  });
  const storeGuard = createStoreGuard({ name: 'mongodb', timeoutMs: TIMEOUT_MS, logger });
  const repositories = {
    ...createGuardedCatalogue(connection, storeGuard),
    ...createGuardedPeople(connection, storeGuard),
  };
  return { connection, storeGuard, repositories };
}

function createGuardedCatalogue(connection: MongoConnection, storeGuard: StoreGuard) {
  const { libraries, folders, covers, scans } = createMongoCatalogueRepositories(connection);
  return {
    libraries: guard(libraries, storeGuard),
    folders: guard(folders, storeGuard, {
      ensureFolders: BATCH_TIMEOUT_MS,
      updateCounts: BATCH_TIMEOUT_MS,
      saveListings: BATCH_TIMEOUT_MS,
    }),
    covers: guard(covers, storeGuard, { ensureCovers: BATCH_TIMEOUT_MS }),
    scans: guard(scans, storeGuard),
  };
}

function createGuardedPeople(connection: MongoConnection, storeGuard: StoreGuard) {
  const { users, annotations, queues } = createMongoPeople(connection);
  return {
    users: guard(users, storeGuard),
    annotations: guard(annotations, storeGuard, {
      moveAnnotations: BATCH_TIMEOUT_MS,
      deleteUserAnnotations: BATCH_TIMEOUT_MS,
    }),
    queues: guard(queues, storeGuard),
  };
}
