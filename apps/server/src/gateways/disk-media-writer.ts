import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DomainError } from '#models/errors.ts';
import { findDiskFile, toUnfinishedName } from './disk-media-listing.ts';
import type { FileContent, StoredFile, WriteOptions } from './media-store.ts';

/** Writes beside the place and renames: the one step that a file system does whole or not at all. */
export class DiskMediaWriter {
  async write(path: string, content: FileContent, options: WriteOptions): Promise<StoredFile> {
    return this.#replace(path, (unfinished) => writeAll(unfinished, content, options));
  }

  async copy(from: string, to: string): Promise<StoredFile> {
    // A reflink where the file system has them.
    return this.#replace(to, async (unfinished) => {
      await copyFile(from, unfinished, constants.COPYFILE_FICLONE);
      await withFile(unfinished, 'r+', (file) => file.sync());
    });
  }

  async move(from: string, to: string): Promise<StoredFile> {
    try {
      await mkdir(dirname(to), { recursive: true });
      await rename(from, to);
    } catch (error) {
      if (codeOf(error) !== 'EXDEV') throw toDomainError(error);
      // On another disk.
      await this.copy(from, to);
      await rm(from, { force: true });
    }
    return found(to);
  }

  async #replace(path: string, make: (unfinished: string) => Promise<void>): Promise<StoredFile> {
    // Servers in containers that write to one folder may all be process 1 of theirs.
    const unfinished = join(dirname(path), toUnfinishedName(randomUUID()));
    try {
      await mkdir(dirname(path), { recursive: true });
      await make(unfinished);
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => undefined);
      throw toDomainError(error);
    }
    return found(path);
  }
}

async function writeAll(path: string, content: FileContent, { signal, isExpendable }: WriteOptions): Promise<void> {
  await withFile(path, 'wx', async (file) => {
    signal?.throwIfAborted();
    for await (const piece of content instanceof Uint8Array ? [content] : content) {
      signal?.throwIfAborted();
      await file.writeFile(piece);
    }
    if (isExpendable !== true) await file.sync();
  });
}

async function withFile(path: string, flags: string, work: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, flags);
  try {
    await work(file);
  } finally {
    await file.close();
  }
}

async function found(path: string): Promise<StoredFile> {
  const file = await findDiskFile(path);
  if (!file) throw new DomainError('media-missing', 'The file went away while it was being written.');
  return file;
}

/** What the one who writes threw passes as it is. */
function toDomainError(error: unknown): unknown {
  const code = codeOf(error);
  if (code === 'ENOENT') return new DomainError('media-missing', 'The file is not there.', { cause: error });
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new DomainError('unavailable', 'The disk of the server is full.', { cause: error });
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return new DomainError('unavailable', 'JetStream is not allowed to write there.', { cause: error });
  return error;
}

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'syscall' in error && 'code' in error ? error.code : undefined;
