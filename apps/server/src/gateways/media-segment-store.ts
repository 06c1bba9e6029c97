import type { TrackId } from '#models/ids.ts';
import type { KeptFilePage } from './kept-files.ts';
import type { MediaCache } from './media-cache.ts';
import type { SegmentStore } from './segment-store.ts';

/** Segments by `<xx>/<track>/<revision>/<rendition>/<segment>`. */
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

  listKept(cursor?: string): Promise<KeptFilePage<TrackId>> {
    return this.#cache.listKept(cursor, (path) => path.split('/')[1]);
  }

  deleteKept(path: string, beforeMs: number): Promise<boolean> {
    return this.#cache.deleteUntouched(path, beforeMs);
  }
}
