import type { AudioStore, StoredAudio } from '@jetstream/app-core/services';
import { BlobAudio } from '../files/blob-audio.ts';

const CACHE_NAME = 'jetstream-audio';
const FOLDER = '/kept-audio/';

/** Whole files of the server in the browser's cache storage, under the ids of their tracks. Empty where there is none. */
export class DownloadedFiles implements AudioStore {
  readonly #caches: CacheStorage | undefined;
  #trackIds: ReadonlySet<string> = new Set();

  constructor(caches: CacheStorage | undefined) {
    this.#caches = caches;
    void this.#readIndex().catch(() => undefined);
  }

  has(trackId: string): boolean {
    return this.#trackIds.has(trackId);
  }

  async open(trackId: string): Promise<StoredAudio | undefined> {
    const cache = await this.#caches?.open(CACHE_NAME);
    const kept = await cache?.match(FOLDER + trackId);
    return kept && new BlobAudio(await kept.blob());
  }

  async #readIndex(): Promise<void> {
    if (!this.#caches || !(await this.#caches.has(CACHE_NAME))) return;
    const cache = await this.#caches.open(CACHE_NAME);
    const paths = (await cache.keys()).map(({ url }) => new URL(url).pathname);
    this.#trackIds = new Set(paths.filter((path) => path.startsWith(FOLDER)).map((path) => path.slice(FOLDER.length)));
  }
}
