import type { Cover } from '#models/cover.ts';
import type { CoverId } from '#models/ids.ts';

/** What was found out about the use of covers. */
export interface CoverUse {
  used: readonly CoverId[];
  unused: readonly CoverId[];
  nowMs: number;
  /** Covers that have been unused since then, or longer, are deleted. */
  deleteBeforeMs: number;
}

export interface CoverRepository {
  findCover(id: CoverId): Promise<Cover | undefined>;
  listCoversById(ids: readonly CoverId[]): Promise<Cover[]>;
  /** Adds unknown covers; of a known one only the source is replaced. */
  ensureCovers(covers: readonly Pick<Cover, 'id' | 'source'>[]): Promise<void>;
  /** Not looked at yet, at most `limit`. */
  listUnanalysed(limit: number): Promise<Cover[]>;
  updateCover(cover: Cover): Promise<void>;
  /** In the order of ids, behind `after`. */
  listCoverIds(after: CoverId | null, limit: number): Promise<CoverId[]>;
  /** Those of these that a track, present or missing, an album, an artist or a genre shows. */
  listUsedCovers(ids: readonly CoverId[]): Promise<CoverId[]>;
  /**
   * Remembers since when covers are unused, and deletes those that were so for long. A cover that was ensured meanwhile counts
   * as used: whoever ensures it is about to show it. Returns how many were deleted.
   */
  noteUse(use: CoverUse): Promise<number>;
}
