import type { MediaCache } from './media-cache.ts';
import type { SegmentStore } from './segment-store.ts';

/** Segments by the paths of their addresses. */
export class MediaSegmentStore implements SegmentStore {
  readonly #cache: MediaCache;

  constructor(cache: MediaCache) {
    this.#cache = cache;
  }

  findSegment(path: string): Promise<Uint8Array | undefined> {
    return this.#cache.find(path);
  }

  saveSegment(path: string, bytes: Uint8Array): Promise<void> {
    return this.#cache.save(path, bytes, 'application/octet-stream');
  }
}
