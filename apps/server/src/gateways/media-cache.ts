import { DomainError } from '#models/errors.ts';
import { joinLocation } from '#models/media-location.ts';
import type { KeptFilePage } from './kept-files.ts';
import type { MediaStore } from './media-store.ts';
import { sealBytes, unsealBytes } from './sealed-bytes.ts';

/** Keeps a cache from growing without end. Buckets do it by themselves, by a lifecycle rule. */
export interface CacheLimit {
  /** Somebody wanted it: it is the last to go. */
  noteUse(location: string): Promise<void>;
  noteWrite(sizeBytes: number): void;
}

export type CacheAct = 'read' | 'write' | 'tidy';

export interface MediaCacheOptions {
  mediaStore: MediaStore;
  /** A folder or `s3://bucket/prefix`; made when needed. */
  location: string;
  limit: CacheLimit | null;
  /** Told when the cache cannot be used; serving goes on. */
  onError: (error: unknown, act: CacheAct) => void;
  /** Told of what went well. */
  onSuccess?: (act: CacheAct) => void;
}

const PAGE_FILES = 1000;
const LARGEST_FILE_BYTES = 32 * 1024 * 1024;

/**
 * Files of a folder on disk or in a bucket that can be made again. A cache that fails is no reason not to serve, and a file that was
 * damaged there is no file: what is made of it is kept by listeners for ever. So each is sealed.
 */
export class MediaCache {
  readonly #options: MediaCacheOptions;

  constructor(options: MediaCacheOptions) {
    this.#options = options;
  }

  /** Undefined too when it is damaged; saving it anew mends it. */
  async find(path: string): Promise<Uint8Array | undefined> {
    const { mediaStore, location, limit, onError, onSuccess } = this.#options;
    const place = joinLocation(location, path);
    try {
      const bytes = unsealBytes(await mediaStore.readFile(place, LARGEST_FILE_BYTES));
      if (bytes) await limit?.noteUse(place);
      onSuccess?.('read');
      return bytes;
    } catch (error) {
      if (error instanceof DomainError && error.code === 'media-missing') onSuccess?.('read');
      else onError(error, 'read');
      return undefined;
    }
  }

  /** @throws DomainError unavailable when its store is away */
  async has(path: string): Promise<boolean> {
    const { mediaStore, location } = this.#options;
    return (await mediaStore.findFile(joinLocation(location, path))) !== undefined;
  }

  /** Whole or not at all, also when the process ends in between. */
  async save(path: string, bytes: Uint8Array, contentType: string): Promise<void> {
    const { mediaStore, location, limit, onError, onSuccess } = this.#options;
    const sealed = sealBytes(bytes);
    try {
      await mediaStore.writeFile(joinLocation(location, path), sealed, { contentType, isExpendable: true });
    } catch (error) {
      onError(error, 'write');
      return;
    }
    onSuccess?.('write');
    limit?.noteWrite(sealed.length);
  }

  /** All files whose path tells an owner, by pages. @throws DomainError unavailable when its store is away */
  async listKept<OwnerId extends string>(
    cursor: string | undefined,
    toOwnerId: (path: string) => string | undefined,
  ): Promise<KeptFilePage<OwnerId>> {
    const { mediaStore, location } = this.#options;
    const listing = await mediaStore.listFiles(location, { limit: PAGE_FILES, isDeep: true, cursor });
    const files = listing.files.flatMap((file) => {
      const path = file.location.slice(location.replace(/\/+$/, '').length + 1);
      const ownerId = toOwnerId(path);
      return ownerId === undefined ? [] : [{ path, ownerId: ownerId as OwnerId, touchedAtMs: file.modifiedAtMs }];
    });
    return { files, cursor: listing.cursor };
  }

  /** Nothing happens when it was touched since. Returns whether it is gone. @throws DomainError unavailable */
  async deleteUntouched(path: string, beforeMs: number): Promise<boolean> {
    const { mediaStore, location } = this.#options;
    const place = joinLocation(location, path);
    const file = await mediaStore.findFile(place);
    if (file === undefined || file.modifiedAtMs >= beforeMs) return false;
    await mediaStore.deleteFile(place);
    return true;
  }
}
