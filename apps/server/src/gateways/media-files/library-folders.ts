import { opendir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError, notFound } from '#models/errors.ts';
import { schemeOf, type LocationScheme } from '#models/media-location.ts';
import type { FolderState, ListedFolder } from '../media-files.ts';
import type { FileListing } from '../media-store.ts';
import type { S3MediaStore } from '../s3/s3-media-store.ts';
import { explainFileError } from './explain-file-error.ts';
import { isAudioName } from '@jetstream/music-files/names';

const MOST_COUNTED = 1_000;
const MOST_ENTRIES = 50_000;
const PAGE_ENTRIES = 1_000;

/** Looks at folders, for choosing one. One for each kind of location. */
export interface LibraryFolders {
  inspectFolder(location: string): Promise<{ state: FolderState; realPath: string }>;
  /** @throws DomainError not-found, unsupported when it cannot be read, unavailable */
  listFolder(location: string): Promise<ListedFolder>;
}

export class DiskFolders implements LibraryFolders {
  async inspectFolder(absolutePath: string): Promise<{ state: FolderState; realPath: string }> {
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

  async listFolder(absolutePath: string): Promise<ListedFolder> {
    const { state } = await this.inspectFolder(absolutePath);
    if (state === 'missing') throw notFound('folder');
    if (state !== 'readable') throw new DomainError('unsupported', 'This folder cannot be read.');
    const listed: ListedFolder = { folders: [], audioFileCount: 0, isEmpty: true };
    let entries = 0;
    try {
      for await (const entry of await opendir(absolutePath)) {
        listed.isEmpty = false;
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
    return sorted(listed);
  }
}

const STATES = { missing: 'missing', forbidden: 'unreadable', away: 'unreachable' } as const;

export class BucketFolders implements LibraryFolders {
  readonly #openStore: () => Promise<S3MediaStore>;

  constructor(openStore: () => Promise<S3MediaStore>) {
    this.#openStore = openStore;
  }

  async inspectFolder(location: string): Promise<{ state: FolderState; realPath: string }> {
    const fault = await (await this.#openStore()).findFault(location);
    return { state: fault === undefined ? 'readable' : STATES[fault], realPath: location };
  }

  async listFolder(location: string): Promise<ListedFolder> {
    const store = await this.#openStore();
    const { state } = await this.inspectFolder(location);
    if (state === 'missing') throw notFound('bucket');
    if (state === 'unreadable') throw new DomainError('unsupported', 'JetStream is not allowed to list this bucket.');
    const listed: ListedFolder = { folders: [], audioFileCount: 0, isEmpty: true };
    let cursor: string | undefined;
    for (let entries = 0; entries < MOST_ENTRIES; entries += PAGE_ENTRIES) {
      const page: FileListing = await store.listFiles(location, { limit: PAGE_ENTRIES, isDeep: false, cursor });
      if (page.folders.length + page.files.length > 0) listed.isEmpty = false;
      for (const path of page.folders) {
        const name = path.slice(path.lastIndexOf('/') + 1);
        if (!name.startsWith('.')) listed.folders.push({ name, path });
      }
      listed.audioFileCount += page.files.filter((file) => isAudioName(file.location)).length;
      ({ cursor } = page);
      if (cursor === undefined) break;
    }
    listed.audioFileCount = Math.min(MOST_COUNTED, listed.audioFileCount);
    return sorted(listed);
  }
}

/** Sends each location to the folders of its scheme. */
export class RoutedFolders implements LibraryFolders {
  readonly #kinds: Readonly<Record<LocationScheme, LibraryFolders>>;

  constructor(kinds: Readonly<Record<LocationScheme, LibraryFolders>>) {
    this.#kinds = kinds;
  }

  inspectFolder(location: string): Promise<{ state: FolderState; realPath: string }> {
    return this.#kinds[schemeOf(location)].inspectFolder(location);
  }

  listFolder(location: string): Promise<ListedFolder> {
    return this.#kinds[schemeOf(location)].listFolder(location);
  }
}

function sorted(listed: ListedFolder): ListedFolder {
  listed.folders.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  return listed;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
