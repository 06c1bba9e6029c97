import { mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DomainError } from '#models/errors.ts';
import type { UploadParts } from '../upload-files.ts';
import { guarded, hashFile, statIfThere } from './upload-disk.ts';

export interface DiskUploadPartsOptions {
  directory: string;
  mayLieElsewhere: boolean;
}

/** Parts in files whose names are the uploads' ids. */
export class DiskUploadParts implements UploadParts {
  readonly root: { rootPath: string };
  readonly mayLieElsewhere: boolean;

  constructor({ directory, mayLieElsewhere }: DiskUploadPartsOptions) {
    this.root = { rootPath: directory };
    this.mayLieElsewhere = mayLieElsewhere;
  }

  async ensureFolder(): Promise<void> {
    await guarded(() => mkdir(this.root.rootPath, { recursive: true }));
  }

  async measure(id: string): Promise<number | undefined> {
    return (await statIfThere(this.pathOf(id)))?.size;
  }

  hash(id: string): Promise<string> {
    return guarded(async () => {
      const file = await open(this.pathOf(id), 'r+');
      try {
        await file.datasync();
        return await hashFile(file);
      } finally {
        await file.close();
      }
    });
  }

  read(id: string): Promise<Uint8Array> {
    return guarded(() => readFile(this.pathOf(id)));
  }

  async listIds(): Promise<string[]> {
    return await readdir(this.root.rootPath).catch(() => []);
  }

  async remove(id: string): Promise<void> {
    await guarded(() => rm(this.pathOf(id), { force: true }));
  }

  /** @throws DomainError not-found for what is no id */
  pathOf(id: string): string {
    if (!/^[\w-]+$/.test(id)) throw new DomainError('not-found', 'There is no such upload.');
    return join(this.root.rootPath, id);
  }
}
