import { link, mkdir, open, readdir, rename, rmdir, unlink } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { DomainError } from '#models/errors.ts';
import type { FolderNames } from '#models/upload-path.ts';
import type { UploadFiles } from '../upload-files.ts';
import type { DiskUploadParts } from './disk-upload-parts.ts';
import { codeOf, guarded, hashFile, statIfThere } from './upload-disk.ts';
import { UploadFolders } from './upload-folders.ts';

/** File systems without hard links. */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']);

/** Uploads in a folder of the local disk, or of one that several servers share: on the file system where the parts gather. */
export class DiskUploadFiles implements UploadFiles {
  readonly location: string;
  readonly #folders: UploadFolders;
  readonly #parts: DiskUploadParts;

  constructor(location: string, parts: DiskUploadParts) {
    this.location = location;
    this.#parts = parts;
    this.#folders = new UploadFolders((path) => listNames(join(location, ...path)));
  }

  async ensureLocation(): Promise<void> {
    await guarded(() => mkdir(this.location, { recursive: true }));
  }

  choosePath(folders: readonly string[], stem: string, ending: string): Promise<string> {
    return this.#folders.choosePath(folders, stem, ending);
  }

  findPath(folders: readonly string[], name: string): Promise<string | undefined> {
    return this.#folders.findPath(folders, name);
  }

  place(id: string, path: string): Promise<boolean> {
    return guarded(async () => {
      const [from, to] = [this.#parts.pathOf(id), this.#fileOf(path)];
      const part = await statIfThere(from);
      if (part === undefined) return await this.isPlaced(path);
      if (!(await makeFolder(dirname(to)))) return false;
      try {
        await link(from, to);
      } catch (error) {
        if (codeOf(error) === 'EEXIST') {
          const there = await statIfThere(to);
          // Linked by an attempt that ended there.
          if (there?.ino !== part.ino || there.dev !== part.dev) return false;
        } else if (NO_LINKS.has(codeOf(error))) {
          if ((await statIfThere(to)) !== undefined) return false;
          await rename(from, to);
        } else throw error;
      }
      await syncFolder(dirname(to));
      return true;
    });
  }

  async isPlaced(path: string): Promise<boolean> {
    return (await statIfThere(this.#fileOf(path)))?.isFile() === true;
  }

  hashPlaced(path: string): Promise<string> {
    return guarded(async () => {
      const file = await open(this.#fileOf(path));
      try {
        return await hashFile(file);
      } finally {
        await file.close();
      }
    });
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

  /** Paths are made of safe names; this is the last line before the disk. */
  #fileOf(path: string): string {
    const file = join(this.location, path);
    if (relative(this.location, file).split(sep)[0] === '..' || file === this.location)
      throw new DomainError('validation', 'The path leads out of the uploads.');
    return file;
  }
}

async function listNames(folder: string): Promise<FolderNames> {
  const names = { files: [] as string[], folders: [] as string[] };
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    const isLinked = entry.isSymbolicLink() && (await statIfThere(join(folder, entry.name)))?.isDirectory() === true;
    (entry.isDirectory() || isLinked ? names.folders : names.files).push(entry.name);
  }
  return names;
}

/** False when a file is in the way. */
async function makeFolder(path: string): Promise<boolean> {
  try {
    await mkdir(path, { recursive: true });
    return true;
  } catch (error) {
    if (['EEXIST', 'ENOTDIR'].includes(codeOf(error))) return false;
    throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  // Some systems do not open folders; there a power cut may take the name back, and the upload is found as unfinished.
  const folder = await open(path, 'r').catch(() => null);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
