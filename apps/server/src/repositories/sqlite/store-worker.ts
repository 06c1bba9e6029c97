import { answerCalls } from './answer-calls.ts';
import { CatalogueState } from './catalogue-state.ts';
import { createSqliteRepositories, type SqliteRepositories } from './create-sqlite-repositories.ts';
import { migrate, toDatabasePath } from './migrate.ts';
import { listSearchChanges } from './search/search-changes.ts';
import { SqliteDatabase } from './sqlite-database.ts';
import { type StoreAnswer, type StoreCall, type StoreThreadOptions, toFault } from './store-messages.ts';

/** What a scan or the analysis can find again, or is worth no wait for the disk. */
const quickRepositories: ReadonlySet<StoreCall['repository']> = new Set([
  'folders',
  'tracks',
  'albums',
  'artists',
  'genres',
  'covers',
  'queues',
  'scans',
  'searchIndex',
  'trackAnalyses',
  'jobs',
]);

/** Likewise, in repositories of what has to be kept. */
const quickMethods: ReadonlySet<string> = new Set([
  'libraries.updateLastScanned',
  'analytics.writeQuickRows',
  'analytics.deleteOldRows',
]);

type Method = (...args: readonly unknown[]) => Promise<unknown>;

/** Answers the main thread's calls, one after the other. */
class StoreWorker {
  readonly #database: SqliteDatabase;
  readonly #catalogue: CatalogueState;
  readonly #repositories: SqliteRepositories;
  readonly #isWriter: boolean;
  #isWaitingForDisk = false;

  constructor({ directory, role }: StoreThreadOptions) {
    this.#isWriter = role === 'writer';
    this.#database = new SqliteDatabase(toDatabasePath(directory), { isReadOnly: !this.#isWriter });
    if (this.#isWriter) {
      this.#database.execute(
        'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 2000',
      );
      migrate(this.#database, directory);
    }
    this.#catalogue = new CatalogueState(this.#database);
    this.#repositories = createSqliteRepositories(this.#database, this.#catalogue);
  }

  async answer(call: StoreCall): Promise<StoreAnswer> {
    try {
      if (this.#isWriter) this.#setDurability(call);
      const result = await this.#run(call);
      return { callId: call.callId, catalogueVersion: this.#readVersion(), result };
    } catch (error) {
      return { callId: call.callId, catalogueVersion: this.#readVersion(), error: toFault(error) };
    }
  }

  /**
   * Either way an acknowledged write survives the end of the process. People's own data also waits for the disk (FULL) and
   * so survives a power cut; a commit of FULL takes along the ones of NORMAL before it.
   */
  #setDurability({ repository, method }: StoreCall): void {
    const isWaiting = !quickRepositories.has(repository) && !quickMethods.has(`${repository}.${method}`);
    if (isWaiting === this.#isWaitingForDisk) return;
    this.#database.execute(`PRAGMA synchronous = ${isWaiting ? 'FULL' : 'NORMAL'}`);
    this.#isWaitingForDisk = isWaiting;
  }

  async #run({ repository, method, args }: StoreCall): Promise<unknown> {
    if (repository === 'store') return this.#runOwn(method);
    const target = this.#repositories[repository] as unknown as Record<string, Method>;
    const called = target[method];
    if (!called) throw new Error(`There is no method ${repository}.${method}`);
    return called.apply(target, [...args]);
  }

  #runOwn(method: string): unknown {
    if (method === 'checkReady') this.#catalogue.getVersion();
    if (method === 'listSearchChanges') return listSearchChanges(this.#database);
    if (method === 'close') this.#database.close();
    return undefined;
  }

  /** Only the writer's answers tell it: they alone come in the order of the writes. */
  #readVersion(): string {
    return this.#isWriter && this.#database.isOpen ? this.#catalogue.getVersion() : '';
  }
}

answerCalls((options) => new StoreWorker(options));
