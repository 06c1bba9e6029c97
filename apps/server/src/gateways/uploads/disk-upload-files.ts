import { createHash } from 'node:crypto';
import { link, mkdir, open, readdir, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { DomainError } from '#models/errors.ts';
import { toNameFold } from '#models/upload-path.ts';
import type { UploadFiles } from '../upload-files.ts';

/** Hidden, so that scans pass over it; inside the library, so that moving a file is no copy. */
export const GATHERING_FOLDER = '.incoming';
const READ_BYTES = 1024 * 1024;
const MOST_NUMBERS = 1000;
/** File systems without hard links. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** Uploads in a folder of the local disk, or of one that several servers share. */
export class DiskUploadFiles implements UploadFiles {
  readonly location: string;
  readonly gathering: { rootPath: string };

  constructor(location: string) {
    this.location = location;
    this.gathering = { rootPath: join(location, GATHERING_FOLDER) };
  }

  async ensureLocation(): Promise<void> {
    await guarded(() => mkdir(this.gathering.rootPath, { recursive: true }));
  }

  async measure(id: string): Promise<number | undefined> {
    return (await statIfThere(this.#partOf(id)))?.size;
  }

  hash(id: string): Promise<string> {
    return guarded(async () => {
      const file = await open(this.#partOf(id), 'r+');
      try {
        await file.datasync();
        const hash = createHash('sha256');
        const buffer = Buffer.allocUnsafe(READ_BYTES);
        for (let position = 0; ;) {
          const { bytesRead } = await file.read(buffer, 0, buffer.length, position);
          if (bytesRead === 0) return hash.digest('hex');
          hash.update(buffer.subarray(0, bytesRead));
          position += bytesRead;
        }
      } finally {
        await file.close();
      }
    });
  }

  async listIds(): Promise<string[]> {
    return await readdir(this.gathering.rootPath).catch(() => []);
  }

  async remove(id: string): Promise<void> {
    await guarded(() => rm(this.#partOf(id), { force: true }));
  }

  async choosePath(folders: readonly string[], stem: string, ending: string): Promise<string> {
    const names: string[] = [];
    let entries = await listNames(this.location);
    for (const folder of folders) {
      const name = entries.find((entry) => toNameFold(entry) === toNameFold(folder)) ?? folder;
      names.push(name);
      entries = await listNames(join(this.location, ...names));
    }
    const taken = new Set(entries.map(toNameFold));
    for (let number = 1; number < MOST_NUMBERS; number++) {
      const name = number === 1 ? `${stem}${ending}` : `${stem} (${number})${ending}`;
      if (!taken.has(toNameFold(name))) return [...names, name].join('/');
    }
    throw new DomainError('unavailable', 'Too many uploaded files have the same name.');
  }

  place(id: string, path: string): Promise<boolean> {
    return guarded(async () => {
      const [from, to] = [this.#partOf(id), this.#fileOf(path)];
      const part = await statIfThere(from);
      if (part === undefined) return await this.isPlaced(path);
      await mkdir(dirname(to), { recursive: true });
      try {
        await link(from, to);
      } catch (error) {
        if (codeOf(error) === 'EEXIST') {
          const there = await statIfThere(to);
          // Linked by an attempt that ended there.
          if (there?.ino !== part.ino || there.dev !== part.dev) return false;
        } else if (NO_LINKS.has(codeOf(error))) {
          if (await this.isPlaced(path)) return false;
          await rename(from, to);
        } else throw error;
      }
      await syncFolder(dirname(to));
      await rm(from, { force: true });
      return true;
    });
  }

  async isPlaced(path: string): Promise<boolean> {
    return (await statIfThere(this.#fileOf(path))) !== undefined;
  }

  removePlaced(path: string): Promise<void> {
    return guarded(async () => {
      const file = this.#fileOf(path);
      await unlink(file).catch((error: unknown) => {
        if (codeOf(error) !== 'ENOENT') throw error;
      });
      await this.#removeEmpty(dirname(file));
    });
  }

  async #removeEmpty(folder: string): Promise<void> {
    for (let at = folder; at !== this.location && at.startsWith(this.location + sep); at = dirname(at)) {
      const isGone = await rmdir(at).then(
        () => true,
        () => false,
      );
      if (!isGone) return;
    }
  }

  #partOf(id: string): string {
    if (!/^[\w-]+$/.test(id)) throw new DomainError('not-found', 'There is no such upload.');
    return join(this.gathering.rootPath, id);
  }

  /** Paths are made of safe names; this is the last line before the disk. */
  #fileOf(path: string): string {
    const file = join(this.location, path);
    if (relative(this.location, file).split(sep)[0] === '..' || file === this.location)
      throw new DomainError('validation', 'The path leads out of the uploads.');
    return file;
  }
}

async function statIfThere(path: string) {
  try {
    return await stat(path);
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes(codeOf(cause))) return undefined;
    throw toUnavailable(cause);
  }
}

const listNames = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

async function syncFolder(path: string): Promise<void> {
  // Some systems do not open folders; there a power cut may take the name back, and the upload is found as unfinished.
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof DomainError ? error : toUnavailable(error);
  }
}

function toUnavailable(cause: unknown): DomainError {
  const reason = codeOf(cause) === 'ENOSPC' ? 'its disk is full' : `it cannot be used (${codeOf(cause) || 'unknown'})`;
  return new DomainError('unavailable', `The folder of uploads is in trouble: ${reason}.`, { cause });
}
