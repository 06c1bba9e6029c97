import { createHash } from 'node:crypto';
import { DomainError } from '#models/errors.ts';
import { joinLocation } from '#models/media-location.ts';
import type { FolderNames } from '#models/upload-path.ts';
import type { FileListing, MediaStore } from '../media-store.ts';
import { readPieces } from '../read-pieces.ts';
import type { UploadFiles } from '../upload-files.ts';
import type { DiskUploadParts } from './disk-upload-parts.ts';
import { UploadFolders } from './upload-folders.ts';

const PAGE_FILES = 1000;

export interface BucketUploadFilesOptions {
  /** `s3://bucket/prefix` */
  location: string;
  parts: DiskUploadParts;
  mediaStore: Pick<MediaStore, 'openFile' | 'findFile' | 'listFiles' | 'writeFile' | 'deleteFile'>;
}

/** Uploads in a bucket: what has gathered on the disk is written there when it is whole. */
export class BucketUploadFiles implements UploadFiles {
  readonly location: string;
  readonly #folders: UploadFolders;
  readonly #options: BucketUploadFilesOptions;

  constructor(options: BucketUploadFilesOptions) {
    this.location = options.location;
    this.#options = options;
    this.#folders = new UploadFolders((path) => this.#listNames(path));
  }

  /** Buckets have no folders. */
  async ensureLocation(): Promise<void> {}

  choosePath(folders: readonly string[], stem: string, ending: string): Promise<string> {
    return this.#folders.choosePath(folders, stem, ending);
  }

  findPath(folders: readonly string[], name: string): Promise<string | undefined> {
    return this.#folders.findPath(folders, name);
  }

  async place(id: string, path: string, signal: AbortSignal): Promise<boolean> {
    const { parts, mediaStore } = this.#options;
    const location = this.#locationOf(path);
    const partPath = parts.pathOf(id);
    const there = await mediaStore.findFile(location);
    if (there !== undefined) return await this.#isWritten(id, path, there.sizeBytes);
    const written = await mediaStore.writeFile(location, readPieces(await mediaStore.openFile(partPath)), { signal });
    // Who lost its lock while it wrote may have written after this.
    if (await this.#isWritten(id, path, written.sizeBytes)) return true;
    throw new DomainError('unavailable', 'The bucket of uploads kept something else than it was sent.');
  }

  async isPlaced(path: string): Promise<boolean> {
    return (await this.#options.mediaStore.findFile(this.#locationOf(path))) !== undefined;
  }

  async removePlaced(path: string): Promise<void> {
    await this.#options.mediaStore.deleteFile(this.#locationOf(path));
  }

  async hashPlaced(path: string): Promise<string> {
    const digest = createHash('sha256');
    const file = await this.#options.mediaStore.openFile(this.#locationOf(path));
    for await (const piece of readPieces(file)) digest.update(piece);
    return digest.digest('hex');
  }

  /** Also by an attempt that ended before anybody could note it. */
  async #isWritten(id: string, path: string, sizeBytes: number): Promise<boolean> {
    const { parts } = this.#options;
    return (await parts.measure(id)) === sizeBytes && (await this.hashPlaced(path)) === (await parts.hash(id));
  }

  /** Paths are made of safe names; this is the last line before the bucket. */
  #locationOf(path: string): string {
    if (path === '' || path.split('/').some((name) => name === '' || name === '.' || name === '..'))
      throw new DomainError('validation', 'The path leads out of the uploads.');
    return joinLocation(this.location, path);
  }

  async #listNames(folders: readonly string[]): Promise<FolderNames> {
    const folder = joinLocation(this.location, folders.join('/'));
    const names = { files: [] as string[], folders: [] as string[] };
    let cursor: string | undefined;
    do {
      const page: FileListing = await this.#options.mediaStore.listFiles(folder, {
        limit: PAGE_FILES,
        isDeep: false,
        cursor,
      });
      names.folders.push(...page.folders.map(nameOf));
      names.files.push(...page.files.map(({ location }) => nameOf(location)));
      ({ cursor } = page);
    } while (cursor !== undefined);
    return names;
  }
}

const nameOf = (location: string): string => location.slice(location.lastIndexOf('/') + 1);
