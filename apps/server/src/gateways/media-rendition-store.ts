import { DomainError } from '#models/errors.ts';
import type { CoverId } from '#models/ids.ts';
import { joinLocation } from '#models/media-location.ts';
import { RENDITION_SIZES_PX, type Rendition } from '#models/rendition.ts';
import type { MediaStore } from './media-store.ts';
import type { RenditionStore } from './rendition-store.ts';

/** Keeps a cache from growing without end. Buckets do it by themselves, by a lifecycle rule. */
export interface CacheLimit {
  /** Somebody wanted it: it is the last to go. */
  noteUse(location: string): Promise<void>;
  noteWrite(sizeBytes: number): void;
}

export interface MediaRenditionStoreOptions {
  mediaStore: MediaStore;
  /** A folder or `s3://bucket/prefix`; made when needed. */
  location: string;
  limit: CacheLimit | null;
  /** Told when the cache cannot be used; serving goes on. */
  onError: (error: unknown) => void;
}

const LARGEST_RENDITION_BYTES = 32 * 1024 * 1024;
const EXTENSIONS = { webp: 'webp', avif: 'avif', jpeg: 'jpg' } as const;

/** Files `<xx>/<cover>-<size>.<extension>` of a folder on disk or in a bucket. A cache that fails is no reason not to serve. */
export class MediaRenditionStore implements RenditionStore {
  readonly #options: MediaRenditionStoreOptions;

  constructor(options: MediaRenditionStoreOptions) {
    this.#options = options;
  }

  async findRendition(rendition: Rendition): Promise<Uint8Array | undefined> {
    const { mediaStore, limit, onError } = this.#options;
    const location = this.#locationOf(rendition);
    try {
      const bytes = await mediaStore.readFile(location, LARGEST_RENDITION_BYTES);
      await limit?.noteUse(location);
      return bytes;
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'media-missing')) onError(error);
      return undefined;
    }
  }

  async listSizes(coverId: CoverId, format: Rendition['format']): Promise<number[]> {
    const sizes: number[] = [];
    for (const sizePx of RENDITION_SIZES_PX) {
      const file = await this.#options.mediaStore.findFile(this.#locationOf({ coverId, sizePx, format }));
      if (file) sizes.push(sizePx);
    }
    return sizes;
  }

  async saveRendition(rendition: Rendition, bytes: Uint8Array): Promise<void> {
    const { mediaStore, limit, onError } = this.#options;
    const contentType = `image/${rendition.format}`;
    try {
      await mediaStore.writeFile(this.#locationOf(rendition), bytes, { contentType, isExpendable: true });
    } catch (error) {
      onError(error);
      return;
    }
    limit?.noteWrite(bytes.length);
  }

  #locationOf({ coverId, sizePx, format }: Rendition): string {
    return joinLocation(this.#options.location, `${coverId.slice(0, 2)}/${coverId}-${sizePx}.${EXTENSIONS[format]}`);
  }
}
