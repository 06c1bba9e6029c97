import { opendir, realpath, stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { toCoverId } from '#models/catalogue-ids.ts';
import { DomainError, notFound } from '#models/errors.ts';
import type { CoverId } from '#models/ids.ts';
import type * as contract from '../media-files.ts';
import { explainFileError } from './explain-file-error.ts';
import { isAudioName } from './file-kinds.ts';
import { addCasualties, ReaderPool } from './reader-pool.ts';
import { WalkClient } from './walk-client.ts';
import { startWatching } from './watch-client.ts';

export interface DiskMediaFilesOptions {
  /** Workers that read tags. */
  workers?: number;
  fileDeadlineMs?: number;
  /** How long workers stay without work. */
  idleMs?: number;
}

const FILE_DEADLINE_MS = 10_000;
const IDLE_MS = 30_000;
const MEMORY_LIMIT_MB = 256;
const MOST_WORKERS = 8;
const MOST_COUNTED = 1_000;
const MOST_ENTRIES = 50_000;

export class DiskMediaFiles implements contract.MediaFiles {
  readonly concurrency: number;
  readonly #pool: ReaderPool;
  readonly #walker: WalkClient;
  readonly #stops = new Set<() => void>();
  #openedFiles = 0;

  constructor(options: DiskMediaFilesOptions = {}) {
    // One processor is left to the store, which is as busy with what was read.
    const size = options.workers ?? Math.max(1, Math.min(MOST_WORKERS, availableParallelism() - 1));
    const idleMs = options.idleMs ?? IDLE_MS;
    const fileDeadlineMs = options.fileDeadlineMs ?? FILE_DEADLINE_MS;
    this.#pool = new ReaderPool({ size, fileDeadlineMs, idleMs, memoryLimitMb: MEMORY_LIMIT_MB });
    this.#walker = new WalkClient(idleMs);
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

  async inspectFolder(absolutePath: string): Promise<{ state: contract.FolderState; realPath: string }> {
    try {
      const realPath = await realpath(absolutePath);
      if (!(await stat(realPath)).isDirectory()) return { state: 'not-a-folder', realPath };
      await (await opendir(realPath)).close();
      return { state: 'readable', realPath };
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : '';
      const state = code === 'ENOENT' ? 'missing' : code === 'ENOTDIR' ? 'not-a-folder' : 'unreadable';
      return { state, realPath: absolutePath };
    }
  }

  async listFolder(absolutePath: string): Promise<contract.ListedFolder> {
    const { state } = await this.inspectFolder(absolutePath);
    if (state === 'missing') throw notFound('folder');
    if (state !== 'readable') throw new DomainError('unsupported', 'This folder cannot be read.');
    const listed: contract.ListedFolder = { folders: [], audioFileCount: 0 };
    let entries = 0;
    try {
      for await (const entry of await opendir(absolutePath)) {
        if (++entries > MOST_ENTRIES) break;
        if (entry.name.startsWith('.')) continue;
        const path = join(absolutePath, entry.name);
        if (entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(path))))
          listed.folders.push({ name: entry.name, path });
        else if (listed.audioFileCount < MOST_COUNTED && isAudioName(entry.name)) listed.audioFileCount++;
      }
    } catch (cause) {
      throw new DomainError('unsupported', `This folder cannot be read: ${explainFileError(cause)}`, { cause });
    }
    listed.folders.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
    return listed;
  }

  watch(roots: readonly contract.LibraryRoot[], listener: contract.WatchListener): () => void {
    const end = startWatching(roots, listener);
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

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
