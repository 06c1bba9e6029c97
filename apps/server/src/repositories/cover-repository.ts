import type { Cover } from '#models/cover.ts';
import type { CoverId } from '#models/ids.ts';

export interface CoverRepository {
  findCover(id: CoverId): Promise<Cover | undefined>;
  listCoversById(ids: readonly CoverId[]): Promise<Cover[]>;
  /** Adds unknown covers; of a known one only the source is replaced. */
  ensureCovers(covers: readonly Pick<Cover, 'id' | 'source'>[]): Promise<void>;
  /** Not looked at yet, at most `limit`. */
  listUnanalysed(limit: number): Promise<Cover[]>;
  updateCover(cover: Cover): Promise<void>;
}
