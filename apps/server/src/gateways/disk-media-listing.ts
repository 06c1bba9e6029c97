import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '#models/errors.ts';
import { revisionOf } from './disk-file.ts';
import type { FileListing, FileListingRequest, StoredFile } from './media-store.ts';

/** Names of what is being written; no listing shows them, and scans pass over names that begin with a dot. */
const UNFINISHED = /^\.jetstream-.*\.part$/;

export const toUnfinishedName = (id: string): string => `.jetstream-${id}.part`;
export const isUnfinishedName = (name: string): boolean => UNFINISHED.test(name);

/** Lists a folder of the disk in the order that a bucket has: by the bytes of the whole path. */
export async function listDiskFiles(folderPath: string, request: FileListingRequest): Promise<FileListing> {
  const listing: FileListing = { files: [], folders: [], cursor: undefined };
  let last: string | undefined;
  for await (const entry of walk({ folderPath, below: '', ...request })) {
    if (listing.files.length + listing.folders.length >= request.limit) return { ...listing, cursor: last };
    last = entry.key;
    const location = join(folderPath, entry.key);
    if (entry.isFolder) listing.folders.push(location.slice(0, -1));
    else {
      const file = await findDiskFile(location);
      if (file) listing.files.push(file);
    }
  }
  return listing;
}

export async function findDiskFile(path: string): Promise<StoredFile | undefined> {
  try {
    const stats = await stat(path, { bigint: true });
    if (!stats.isFile()) return undefined;
    return {
      location: path,
      sizeBytes: Number(stats.size),
      modifiedAtMs: Number(stats.mtimeMs),
      revision: revisionOf(stats),
    };
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw toUnavailable(error);
  }
}

interface Place extends Pick<FileListingRequest, 'cursor' | 'isDeep'> {
  folderPath: string;
  /** Empty, or with a slash at its end. */
  below: string;
}

interface Found {
  /** The path below the listed folder; of a folder with a slash at its end. */
  key: string;
  isFolder: boolean;
}

async function* walk({ folderPath, below, cursor, isDeep }: Place): AsyncGenerator<Found> {
  for (const { key, isFolder } of await listEntries(folderPath, below)) {
    const isPassed = cursor !== undefined && compareBytes(key, cursor) <= 0;
    if (!isFolder || !isDeep) {
      if (!isPassed) yield { key, isFolder };
    } else if (!isPassed || cursor.startsWith(key)) yield* walk({ folderPath, below: key, cursor, isDeep });
  }
}

async function listEntries(folderPath: string, below: string): Promise<Found[]> {
  const entries = await readFolder(join(folderPath, below));
  const found: Found[] = [];
  for (const entry of entries) {
    if (isUnfinishedName(entry.name)) continue;
    const isFolder = entry.isDirectory();
    if (isFolder || entry.isFile() || entry.isSymbolicLink())
      found.push({ key: `${below}${entry.name}${isFolder ? '/' : ''}`, isFolder });
  }
  return found.sort((a, b) => compareBytes(a.key, b.key));
}

async function readFolder(path: string): Promise<Dirent[]> {
  try {
    return await readdir(path, { withFileTypes: true });
  } catch (error) {
    if (isAbsent(error)) return [];
    throw toUnavailable(error);
  }
}

const compareBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b));

const isAbsent = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

const toUnavailable = (cause: unknown): DomainError =>
  new DomainError('unavailable', 'The folder cannot be read.', { cause });
