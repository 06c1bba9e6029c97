import { DomainError } from '#models/errors.ts';
import { joinLocation } from '#models/media-location.ts';
import type { CacheLimit } from './media-rendition-store.ts';
import type { MediaStore } from './media-store.ts';
import type { SegmentStore } from './segment-store.ts';

export interface MediaSegmentStoreOptions {
  mediaStore: MediaStore;
  /** A folder or `s3://bucket/prefix`; made when needed. */
  location: string;
  limit: CacheLimit | null;
  /** Told when the cache cannot be used; serving goes on. */
  onError: (error: unknown) => void;
}

const LARGEST_SEGMENT_BYTES = 32 * 1024 * 1024;

/** Files of a folder on disk or in a bucket. A cache that fails is no reason not to serve. */
export class MediaSegmentStore implements SegmentStore {
  readonly #options: MediaSegmentStoreOptions;

  constructor(options: MediaSegmentStoreOptions) {
    this.#options = options;
  }

  async findSegment(path: string): Promise<Uint8Array | undefined> {
    const { mediaStore, location, limit, onError } = this.#options;
    const place = joinLocation(location, path);
    try {
      const bytes = await mediaStore.readFile(place, LARGEST_SEGMENT_BYTES);
      await limit?.noteUse(place);
      return bytes;
    } catch (error) {
      if (!(error instanceof DomainError && error.code === 'media-missing')) onError(error);
      return undefined;
    }
  }

  async saveSegment(path: string, bytes: Uint8Array): Promise<void> {
    const { mediaStore, location, limit, onError } = this.#options;
    try {
      await mediaStore.writeFile(joinLocation(location, path), bytes, {
        contentType: 'application/octet-stream',
        isExpendable: true,
      });
    } catch (error) {
      onError(error);
      return;
    }
    limit?.noteWrite(bytes.length);
  }
}
