import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CoverId } from '#models/ids.ts';
import { RENDITION_SIZES_PX, type Rendition } from '#models/rendition.ts';
import type { RenditionStore } from './rendition-store.ts';

export interface DiskRenditionStoreOptions {
  /** Such as `<data>/cache/covers`; made when needed. */
  directory: string;
  limitBytes: number;
  nowMs: () => number;
  /** Told when the cache cannot be kept in order; serving goes on. */
  onError: (error: unknown) => void;
}

interface Entry {
  path: string;
  sizeBytes: number;
  usedAtMs: number;
}

/** Down to this share, so that making room is rare. */
const KEPT_SHARE = 0.9;
/** A file's time tells when it was last used, to this exactness: a write for each read would be waste. */
const USE_GRAIN_MS = 60 * 60_000;
const EXTENSIONS = { webp: 'webp', avif: 'avif', jpeg: 'jpg' } as const;
const TEMPORARY = '.tmp';

/** Files `<xx>/<cover>-<size>.<extension>`; the least recently used go when the limit is passed. */
export class DiskRenditionStore implements RenditionStore {
  readonly #options: DiskRenditionStoreOptions;
  #totalBytes: number | undefined;
  #tidying: Promise<void> | undefined;
  #lastTemporary = 0;

  constructor(options: DiskRenditionStoreOptions) {
    this.#options = options;
  }

  async findRendition(rendition: Rendition): Promise<Uint8Array | undefined> {
    const path = this.#pathOf(rendition);
    try {
      const bytes = await readFile(path);
      await this.#touch(path);
      return bytes;
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  }

  async listSizes(coverId: CoverId, format: Rendition['format']): Promise<number[]> {
    const sizes: number[] = [];
    for (const sizePx of RENDITION_SIZES_PX)
      if (await statFile(this.#pathOf({ coverId, sizePx, format }))) sizes.push(sizePx);
    return sizes;
  }

  /** A cache that cannot be written, as on a full disk, is told to `onError`; it is no reason not to serve. */
  async saveRendition(rendition: Rendition, bytes: Uint8Array): Promise<void> {
    try {
      await this.#write(rendition, bytes);
    } catch (error) {
      this.#options.onError(error);
      return;
    }
    if (this.#totalBytes !== undefined) this.#totalBytes += bytes.length;
    if (this.#totalBytes === undefined || this.#totalBytes > this.#options.limitBytes) this.#startTidying();
  }

  /** Resolves when nothing is being removed; for a clean end. */
  async settle(): Promise<void> {
    await this.#tidying;
  }

  async #write(rendition: Rendition, bytes: Uint8Array): Promise<void> {
    const path = this.#pathOf(rendition);
    this.#lastTemporary += 1;
    const temporaryPath = `${path}.${process.pid}-${this.#lastTemporary}${TEMPORARY}`;
    await mkdir(this.#folderOf(rendition.coverId), { recursive: true });
    try {
      await writeFile(temporaryPath, bytes);
      await rename(temporaryPath, path);
    } catch (error) {
      await rm(temporaryPath, { force: true });
      throw error;
    }
  }

  #startTidying(): void {
    this.#tidying ??= this.#tidy()
      .catch(this.#options.onError)
      .finally(() => {
        this.#tidying = undefined;
      });
  }

  async #tidy(): Promise<void> {
    const entries = await this.#listEntries();
    let totalBytes = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (totalBytes > this.#options.limitBytes) {
      entries.sort((a, b) => a.usedAtMs - b.usedAtMs);
      for (const { path, sizeBytes } of entries) {
        if (totalBytes <= this.#options.limitBytes * KEPT_SHARE) break;
        await rm(path, { force: true });
        totalBytes -= sizeBytes;
      }
    }
    this.#totalBytes = totalBytes;
  }

  async #listEntries(): Promise<Entry[]> {
    const entries: Entry[] = [];
    for (const folder of await readdir(this.#options.directory, { withFileTypes: true })) {
      if (!folder.isDirectory()) continue;
      const folderPath = join(this.#options.directory, folder.name);
      for (const name of await readdir(folderPath)) {
        const path = join(folderPath, name);
        const stats = await statFile(path);
        if (!stats) continue;
        const isLeftOver = name.endsWith(TEMPORARY) && stats.mtimeMs < this.#options.nowMs() - USE_GRAIN_MS;
        if (isLeftOver) await rm(path, { force: true });
        else entries.push({ path, sizeBytes: stats.size, usedAtMs: stats.mtimeMs });
      }
    }
    return entries;
  }

  async #touch(path: string): Promise<void> {
    const stats = await statFile(path);
    const nowMs = this.#options.nowMs();
    if (!stats || stats.mtimeMs >= nowMs - USE_GRAIN_MS) return;
    // Gone meanwhile, or a cache on a read-only disk: the bytes were read, which is what was asked.
    await utimes(path, nowMs / 1000, nowMs / 1000).catch(() => {});
  }

  #folderOf(coverId: CoverId): string {
    return join(this.#options.directory, coverId.slice(0, 2));
  }

  #pathOf({ coverId, sizePx, format }: Rendition): string {
    return join(this.#folderOf(coverId), `${coverId}-${sizePx}.${EXTENSIONS[format]}`);
  }
}

async function statFile(path: string): Promise<{ size: number; mtimeMs: number } | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

const isAbsent = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT';
