import { mkdirSync } from 'node:fs';
import type { Repositories, Store } from '../repositories.ts';
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
  const repositories = createStandIns(threads);
  const closing = new AbortController();
  const leftovers = takeInLeftovers(repositories.searchIndex, () => threads.listSearchChanges(), closing.signal);
  // A failure has no caller yet: the next check of readiness tells it.
  leftovers.catch(() => undefined);
  return {
    repositories,
    jobs: createStandIn(threads, 'jobs'),
    async checkReady() {
      await threads.checkReady();
      await Promise.race([leftovers, undefined]);
    },
    getCatalogueVersion: async () => threads.catalogueVersion,
    async close() {
      closing.abort();
      await Promise.allSettled([leftovers]);
      await threads.close();
    },
  };
}

/** Stand-ins for the repositories on the other threads: each of their methods posts a call. */
function createStandIns(threads: StoreThreads): Repositories {
  const standIn = <Name extends keyof Repositories>(name: Name) => createStandIn<Repositories[Name]>(threads, name);
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
    plays: standIn('plays'),
    queues: standIn('queues'),
    scans: standIn('scans'),
    searchIndex: takeInPieces(standIn('searchIndex')),
  };
}

function createStandIn<Repository extends object>(threads: StoreThreads, name: keyof SqliteRepositories): Repository {
  const toMethod = (method: string | symbol) =>
    // With a method `then` it would be taken for a promise.
    typeof method !== 'string' || method === 'then'
      ? undefined
      : (...args: unknown[]) => threads.call(name, method, args);
  return new Proxy({}, { get: (_, method) => toMethod(method) }) as Repository;
}
