import type { CoverId } from '#models/ids.ts';
import { RENDITION_SIZES_PX, type Rendition } from '#models/rendition.ts';
import type { KeptFilePage } from './kept-files.ts';
import type { MediaCache } from './media-cache.ts';
import type { RenditionStore } from './rendition-store.ts';

const EXTENSIONS = { webp: 'webp', avif: 'avif', jpeg: 'jpg' } as const;

/** Files `<xx>/<cover>-<size>.<extension>` of a cache. */
export class MediaRenditionStore implements RenditionStore {
  readonly #cache: MediaCache;

  constructor(cache: MediaCache) {
    this.#cache = cache;
  }

  findRendition(rendition: Rendition): Promise<Uint8Array | undefined> {
    return this.#cache.find(toPath(rendition));
  }

  async listSizes(coverId: CoverId, format: Rendition['format']): Promise<number[]> {
    const sizes: number[] = [];
    for (const sizePx of RENDITION_SIZES_PX)
      if (await this.#cache.has(toPath({ coverId, sizePx, format }))) sizes.push(sizePx);
    return sizes;
  }

  saveRendition(rendition: Rendition, bytes: Uint8Array): Promise<void> {
    return this.#cache.save(toPath(rendition), bytes, `image/${rendition.format}`);
  }

  listKept(cursor?: string): Promise<KeptFilePage<CoverId>> {
    return this.#cache.listKept(cursor, (path) => NAME.exec(path)?.[1]);
  }

  deleteKept(path: string, beforeMs: number): Promise<boolean> {
    return this.#cache.deleteUntouched(path, beforeMs);
  }
}

/** The inverse of the next. */
const NAME = /^[^/]{2}\/([^/]+)-\d+\.(?:webp|avif|jpg)$/;
const toPath = ({ coverId, sizePx, format }: Rendition): string =>
  `${coverId.slice(0, 2)}/${coverId}-${sizePx}.${EXTENSIONS[format]}`;
