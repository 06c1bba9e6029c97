import type { ServerStores } from '#config/config.ts';
import type { StoreProbe } from '#services/server-service.ts';
import type { DataPlane, DataPlaneOptions } from './data-plane.ts';
import { openAnalyticsStore } from './open-analytics-store.ts';
import { openDocumentStore } from './open-document-store.ts';
import { openRedis } from './open-redis.ts';
import { openSearchIndex } from './open-search-index.ts';
import { openServerJobs } from './open-server-jobs.ts';

type Closer = () => Promise<void>;

/** MongoDB, PostgreSQL and Redis: what several servers share. @throws DomainError, StartError */
export async function openServerDataPlane(options: DataPlaneOptions & { store: ServerStores }): Promise<DataPlane> {
  const closers: Closer[] = [];
  const close = async () => {
    for (const closeOne of closers.splice(0).reverse()) await closeOne();
  };
  try {
    return { ...(await openParts(options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Each part notes how it is closed as soon as it is open. */
async function openParts(
  options: DataPlaneOptions & { store: ServerStores },
  closers: Closer[],
): Promise<Omit<DataPlane, 'close'>> {
  const { store } = options;
  const redis = await openRedis(store, options);
  closers.push(redis.close);
  const documents = await openDocumentStore(options);
  closers.push(documents.close);
  const analytics = await openAnalyticsStore(options);
  closers.push(() => analytics.close());
  const searchIndex = openSearchIndex(options, {
    repositories: documents.repositories,
    changes: documents.connection.catalogue.changes,
  });
  closers.push(() => searchIndex.close());
  const jobParts = openServerJobs(store, redis, options);
  closers.push(() => jobParts.jobs.close());
  const analyticsProbe: StoreProbe = { name: 'postgresql', isRequired: false, check: () => analytics.checkReady() };
  return {
    store: {
      repositories: { ...documents.repositories, ...analytics.repositories, sessions: redis.sessions, searchIndex },
      checkReady: documents.probe.check,
      getCatalogueVersion: documents.getCatalogueVersion,
    },
    keyStore: redis.keyStore,
    attempts: redis.attempts,
    allowances: redis.allowances,
    ...jobParts,
    answerCache: redis.answerCache,
    catalogueFollower: searchIndex,
    eventChannel: redis.eventChannel,
    probes: [documents.probe, redis.probe, analyticsProbe],
  };
}
