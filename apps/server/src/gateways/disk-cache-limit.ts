import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { isUnfinishedName } from './disk-media-listing.ts';
import type { CacheAct, CacheLimit } from './media-cache.ts';

export interface DiskCacheLimitOptions {
  directory: string;
  limitBytes: number;
  nowMs: () => number;
  /** Told when the cache cannot be kept in order. */
  onError: (error: unknown, act: CacheAct) => void;
  onSuccess?: (act: CacheAct) => void;
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

/** The least recently used files of a folder go when its limit is passed, and what a crash left half written. */
export class DiskCacheLimit implements CacheLimit {
  readonly #options: DiskCacheLimitOptions;
  #totalBytes: number | undefined;
  #tidying: Promise<void> | undefined;

  constructor(options: DiskCacheLimitOptions) {
    this.#options = options;
  }

  async noteUse(path: string): Promise<void> {
    const stats = await statFile(path);
    const nowMs = this.#options.nowMs();
    if (!stats || stats.mtimeMs >= nowMs - USE_GRAIN_MS) return;
    // Gone meanwhile, or a cache on a read-only disk: the bytes were read, which is what was asked.
    await utimes(path, nowMs / 1000, nowMs / 1000).catch(() => {});
  }

  noteWrite(sizeBytes: number): void {
    if (this.#totalBytes !== undefined) this.#totalBytes += sizeBytes;
    if (this.#totalBytes === undefined || this.#totalBytes > this.#options.limitBytes) this.#startTidying();
  }

  /** Resolves when nothing is being removed; for a clean end. */
  async settle(): Promise<void> {
    await this.#tidying;
  }

  #startTidying(): void {
    const { onError, onSuccess } = this.#options;
    this.#tidying ??= this.#tidy()
      .then(
        () => onSuccess?.('tidy'),
        (error: unknown) => onError(error, 'tidy'),
      )
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
    for (const entry of await readdir(this.#options.directory, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const stats = await statFile(path);
      if (!stats) continue;
      const isLeftOver = isUnfinishedName(entry.name) && stats.mtimeMs < this.#options.nowMs() - USE_GRAIN_MS;
      if (isLeftOver) await rm(path, { force: true });
      else entries.push({ path, sizeBytes: stats.size, usedAtMs: stats.mtimeMs });
    }
    return entries;
  }
}

async function statFile(path: string): Promise<{ size: number; mtimeMs: number } | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
