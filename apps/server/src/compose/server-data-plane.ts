import { join } from 'node:path';
import type { ServerStores } from '#config/config.ts';
import { FileKeyStore } from '#gateways/file-key-store.ts';
import { isInTime } from '#models/is-in-time.ts';
import type { CatalogueChangeReader } from '#repositories/catalogue-change-reader.ts';
import { guard } from '#repositories/guard-store.ts';
import type { StoreName } from '#repositories/store-failures.ts';
import type { StoreProbe } from '#services/server-service.ts';
import type { DataPlane, DataPlaneOptions } from './data-plane.ts';
import { openAnalyticsStore } from './open-analytics-store.ts';
import { openDocumentStore } from './open-document-store.ts';
import { openRedis } from './open-redis.ts';
import { openSearchIndex } from './open-search-index.ts';
import { openServerJobs } from './open-server-jobs.ts';

type Closer = () => Promise<void>;

/** Connections that follow the first one to a store that is there. */
const OPEN_LIMIT_MS = 1_000;

/** MongoDB, PostgreSQL and Redis: what several servers share, now or when they come. @throws DomainError, StartError */
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
  const [redis, documents, analytics] = await openAll(closers, [
    openRedis(store, options),
    openDocumentStore(options),
    openAnalyticsStore(options),
  ]);
  const searchIndex = openSearchIndex(options, {
    repositories: documents.repositories,
    changes: guard<CatalogueChangeReader>(documents.connection.catalogue.changes, documents.storeGuard),
  });
  documents.opened.then(
    () => searchIndex.lookNow(),
    () => undefined,
  );
  closers.push(() => searchIndex.close());
  const { opened: jobsOpened, ...jobParts } = openServerJobs(store, redis, options);
  closers.push(() => jobParts.jobs.close());
  const { away, opened } = watchOpening({
    redis: Promise.all([redis.connection.opened, jobsOpened]),
    mongodb: documents.opened,
  });
  await isInTime(opened, OPEN_LIMIT_MS);
  const analyticsProbe: StoreProbe = { name: 'postgresql', isRequired: false, check: () => analytics.checkReady() };
  return {
    store: {
      repositories: { ...documents.repositories, ...analytics.repositories, sessions: redis.sessions, searchIndex },
      checkReady: documents.probe.check,
      getCatalogueVersion: documents.getCatalogueVersion,
    },
    keyStore: redis.keyStore,
    keyCopy: new FileKeyStore(join(options.config.dataDirectory, 'keys.json')),
    attempts: redis.attempts,
    allowances: redis.allowances,
    ...jobParts,
    answerCache: redis.answerCache,
    catalogueFollower: searchIndex,
    eventChannel: redis.eventChannel,
    probes: [documents.probe, redis.probe, analyticsProbe],
    listAway: () => [...away],
    opened,
  };
}

/** At once, since each may be waited for. What was opened is closed again when another fails. */
async function openAll<Parts extends readonly { close(): Promise<void> }[]>(
  closers: Closer[],
  openings: { [Index in keyof Parts]: Promise<Parts[Index]> },
): Promise<Parts> {
  for (const outcome of await Promise.allSettled(openings))
    if (outcome.status === 'fulfilled') closers.push(() => outcome.value.close());
  return (await Promise.all(openings)) as unknown as Parts;
}

function watchOpening(openings: Partial<Record<StoreName, Promise<unknown>>>) {
  const away = new Set(Object.keys(openings) as StoreName[]);
  const ends = [...away].map((name) => openings[name]?.then(() => void away.delete(name)));
  return { away, opened: Promise.all(ends).then(() => undefined) };
}
