import { availableParallelism } from 'node:os';
import { toCoverId } from '#models/catalogue-ids.ts';
import type { CoverId } from '#models/ids.ts';
import { schemeOf } from '#models/media-location.ts';
import type * as contract from '../media-files.ts';
import type { S3Connection } from '../s3/s3-connection.ts';
import { BucketFolders, DiskFolders, RoutedFolders } from './library-folders.ts';
import { LibrarySources } from './library-sources.ts';
import { addCasualties, ReaderPool } from './reader-pool.ts';
import { WalkClient } from './walk-client.ts';
import { startWatching } from './watch-client.ts';

export interface DiskMediaFilesOptions {
  /** Workers that read tags. */
  workers?: number;
  fileDeadlineMs?: number;
  /** How long workers stay without work. */
  idleMs?: number;
  /** How to reach libraries in buckets. */
  s3?: S3Connection | null;
}

const FILE_DEADLINE_MS = 10_000;
const IDLE_MS = 30_000;
const MEMORY_LIMIT_MB = 256;
const MOST_WORKERS = 8;

export class DiskMediaFiles implements contract.MediaFiles {
  readonly concurrency: number;
  readonly #pool: ReaderPool;
  readonly #walker: WalkClient;
  readonly #folders: RoutedFolders;
  readonly #stops = new Set<() => void>();
  #openedFiles = 0;

  constructor(options: DiskMediaFilesOptions = {}) {
    // One processor is left to the store, which is as busy with what was read.
    const size = options.workers ?? Math.max(1, Math.min(MOST_WORKERS, availableParallelism() - 1));
    const idleMs = options.idleMs ?? IDLE_MS;
    const fileDeadlineMs = options.fileDeadlineMs ?? FILE_DEADLINE_MS;
    const access = { s3: options.s3 ?? null };
    const sources = new LibrarySources(access);
    this.#pool = new ReaderPool({ size, fileDeadlineMs, idleMs, memoryLimitMb: MEMORY_LIMIT_MB, access });
    this.#walker = new WalkClient(idleMs, access);
    this.#folders = new RoutedFolders({
      file: new DiskFolders(),
      s3: new BucketFolders(() => sources.openBucketStore()),
    });
    // More tasks than workers, so that none waits for what is being written.
    this.concurrency = size + 2;
  }

  get openedFiles(): number {
    return this.#openedFiles;
  }

  walk(request: contract.WalkRequest, signal: AbortSignal): AsyncIterable<contract.WalkBatch> {
    return this.#walker.walk(request, signal);
  }

  prepareReading(): void {
    this.#pool.warmUp();
  }

  async readFolders(
    root: contract.LibraryRoot,
    folders: readonly contract.FolderToRead[],
    signal: AbortSignal,
  ): Promise<contract.ReadFolder[]> {
    signal.throwIfAborted();
    for (const folder of folders) this.#openedFiles += folder.files.length;
    const { answer, casualties } = await untilAborted(this.#pool.run({ root, folders }), signal);
    return addCasualties(folders, 'folders' in answer ? answer.folders : [], casualties);
  }

  async readPicture(absolutePath: string, coverId: CoverId): Promise<Uint8Array | undefined> {
    const { answer } = await this.#pool.run({ picturePath: absolutePath });
    const picture = 'picture' in answer ? answer.picture : null;
    return picture !== null && toCoverId(picture) === coverId ? picture : undefined;
  }

  inspectFolder(location: string): Promise<{ state: contract.FolderState; realPath: string }> {
    return this.#folders.inspectFolder(location);
  }

  listFolder(location: string): Promise<contract.ListedFolder> {
    return this.#folders.listFolder(location);
  }

  watch(roots: readonly contract.LibraryRoot[], listener: contract.WatchListener): () => void {
    const buckets = roots.filter(({ rootPath }) => schemeOf(rootPath) === 's3');
    for (const { rootPath } of buckets)
      listener.onFault(`${rootPath} lies in a bucket, which cannot be watched: scans by the clock look at it.`);
    const end = startWatching(
      roots.filter((root) => !buckets.includes(root)),
      listener,
    );
    const stop = () => {
      this.#stops.delete(stop);
      end();
    };
    this.#stops.add(stop);
    return stop;
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    await Promise.all([this.#pool.close(), this.#walker.close()]);
  }
}

/** Rejects at once on abort: what the workers still read is then nobody's. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', onAbort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
