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
/** A file's time tells when it was last used, to this exactness: a small cache may turn over within seconds. */
const USE_GRAIN_MS = 1000;
/** Nobody writes for so long, and no clocks of servers differ by so much. */
const LONGEST_MS = 60 * 60_000;

/** The least recently used files of a folder go when its limit is passed, and what a crash left half written. */
export class DiskCacheLimit implements CacheLimit {
  readonly #options: DiskCacheLimitOptions;
  /** What may still be written before the folder is looked through: nothing as long as it never was. */
  #roomBytes = 0;
  #tidying: Promise<void> | undefined;

  constructor(options: DiskCacheLimitOptions) {
    this.#options = options;
  }

  async noteUse(path: string): Promise<void> {
    const stats = await statFile(path);
    const nowMs = this.#options.nowMs();
    if (!stats || Math.abs(stats.mtimeMs - nowMs) <= USE_GRAIN_MS) return;
    // Gone meanwhile, or a cache on a read-only disk: the bytes were read, which is what was asked.
    await utimes(path, nowMs / 1000, nowMs / 1000).catch(() => {});
  }

  noteWrite(sizeBytes: number): void {
    this.#roomBytes -= sizeBytes;
    if (this.#roomBytes < 0) this.#startTidying();
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
    const { limitBytes } = this.#options;
    // What is written from now on may be listed or not, and counts.
    this.#roomBytes = 0;
    const entries = await this.#listEntries();
    let totalBytes = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
    if (totalBytes > limitBytes) {
      entries.sort((a, b) => a.usedAtMs - b.usedAtMs);
      for (const { path, sizeBytes } of entries) {
        if (totalBytes <= limitBytes * KEPT_SHARE) break;
        await rm(path, { force: true });
        totalBytes -= sizeBytes;
      }
    }
    // Others write to a shared folder too, and nobody tells: it is looked through anew before all of them together could fill it twice.
    this.#roomBytes += Math.min(limitBytes - totalBytes, limitBytes * (1 - KEPT_SHARE));
  }

  async #listEntries(): Promise<Entry[]> {
    const entries: Entry[] = [];
    const nowMs = this.#options.nowMs();
    for (const entry of await readdir(this.#options.directory, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const stats = await statFile(path);
      if (!stats) continue;
      const isLeftOver = isUnfinishedName(entry.name) && stats.mtimeMs < nowMs - LONGEST_MS;
      if (isLeftOver) await rm(path, { force: true });
      else entries.push({ path, sizeBytes: stats.size, usedAtMs: toUseTime(stats.mtimeMs, nowMs) });
    }
    return entries;
  }
}

/** What was used when a clock was wrong would be the last to go until then. */
const toUseTime = (touchedAtMs: number, nowMs: number): number => (touchedAtMs > nowMs + LONGEST_MS ? 0 : touchedAtMs);

async function statFile(path: string): Promise<{ size: number; mtimeMs: number } | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
