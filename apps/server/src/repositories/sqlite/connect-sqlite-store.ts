import { mkdirSync } from 'node:fs';
import type { OpenAnalytics } from '../analytics/create-analytics-repositories.ts';
import type { AnalyticsRepositories, Repositories, Store } from '../repositories.ts';
import type { SqliteRepositories } from './create-sqlite-repositories.ts';
import { takeInLeftovers, takeInPieces } from './search/take-in-changes.ts';
import { StoreThreads } from './store-threads.ts';

export interface SqliteStore extends Store {
  /** For the embedded queue, which runs what is in its tables. */
  jobs: SqliteRepositories['jobs'];
}

export interface SqliteStoreOptions {
  /** Holds `jetstream.db`; made when it is not there. */
  directory: string;
  /** Threads for reading: one answers dozens of listeners. */
  readerCount?: number;
}

/**
 * Opens the embedded store: SQLite blocks its thread, so one thread writes, others read, and this one only posts calls.
 *
 * @throws DomainError unsupported for a data folder of a newer version, unavailable when it cannot be opened.
 */
export async function connectSqliteStore({ directory, readerCount = 1 }: SqliteStoreOptions): Promise<SqliteStore> {
  mkdirSync(directory, { recursive: true });
  const threads = new StoreThreads(directory, readerCount);
  try {
    await threads.open();
  } catch (error) {
    await threads.close();
    throw error;
  }
  const analytics = new LazyAnalytics(threads);
  const repositories = createStandIns(threads, analytics);
  const closing = new AbortController();
  const leftovers = takeInLeftovers(repositories.searchIndex, () => threads.listSearchChanges(), closing.signal);
  // A failure has no caller yet: the next check of readiness tells it.
  leftovers.catch(() => undefined);
  return {
    repositories,
    jobs: createStandIn((method, args) => threads.call('jobs', method, args)),
    async checkReady() {
      await threads.checkReady();
      await Promise.race([leftovers, undefined]);
    },
    getCatalogueVersion: async () => threads.catalogueVersion,
    async close() {
      closing.abort();
      await Promise.allSettled([leftovers, analytics.drain()]);
      await threads.close();
    },
  };
}

/** Stand-ins for the repositories on the other threads: each of their methods posts a call. */
function createStandIns(threads: StoreThreads, analytics: LazyAnalytics): Repositories {
  const standIn = <Name extends keyof SqliteRepositories>(name: Name) =>
    createStandIn<SqliteRepositories[Name]>((method, args) => threads.call(name, method, args));
  return {
    users: standIn('users'),
    sessions: standIn('sessions'),
    libraries: standIn('libraries'),
    folders: standIn('folders'),
    tracks: standIn('tracks'),
    albums: standIn('albums'),
    artists: standIn('artists'),
    genres: standIn('genres'),
    covers: standIn('covers'),
    annotations: standIn('annotations'),
    plays: analytics.standIn('plays'),
    eventLog: analytics.standIn('eventLog'),
    requestLog: analytics.standIn('requestLog'),
    statistics: analytics.standIn('statistics'),
    sums: analytics.standIn('sums'),
    queues: standIn('queues'),
    scans: standIn('scans'),
    uploads: standIn('uploads'),
    trackAnalyses: standIn('trackAnalyses'),
    searchIndex: takeInPieces(standIn('searchIndex')),
  };
}

/** Loaded by the first call: the query builder takes a tenth of a second and 12 MB, which a start should not wait for. */
class LazyAnalytics {
  readonly #threads: StoreThreads;
  #opening: Promise<OpenAnalytics> | undefined;

  constructor(threads: StoreThreads) {
    this.#threads = threads;
  }

  standIn<Name extends keyof AnalyticsRepositories>(name: Name): AnalyticsRepositories[Name] {
    return createStandIn(async (method, args) => {
      const repository = (await this.#open()).repositories[name] as unknown as Record<string, Method>;
      return repository[method]?.(...args);
    });
  }

  async drain(): Promise<void> {
    await (await this.#opening)?.drain();
  }

  #open(): Promise<OpenAnalytics> {
    this.#opening ??= this.#load();
    return this.#opening;
  }

  async #load(): Promise<OpenAnalytics> {
    const { openSqliteAnalytics } = await import('./open-sqlite-analytics.ts');
    return openSqliteAnalytics(createStandIn((method, args) => this.#threads.call('analytics', method, args)));
  }
}

type Method = (...args: readonly unknown[]) => Promise<unknown>;

function createStandIn<Target extends object>(
  call: (method: string, args: readonly unknown[]) => Promise<unknown>,
): Target {
  const toMethod = (method: string | symbol) =>
    // With a method `then` it would be taken for a promise.
    typeof method !== 'string' || method === 'then' ? undefined : (...args: unknown[]) => call(method, args);
  return new Proxy({}, { get: (_, method) => toMethod(method) }) as Target;
}
