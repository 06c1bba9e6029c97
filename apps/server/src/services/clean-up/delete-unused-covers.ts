import type { CoverId } from '#models/ids.ts';
import type { CoverRepository } from '#repositories/cover-repository.ts';

/** A scan that begins with a cover ends with what shows it; disks that are away keep their tracks, and those their covers. */
const GRACE_MS = 24 * 60 * 60 * 1000;
const PAGE = 200;

/** Deletes covers that nothing has shown for a day. Returns how many. */
export async function deleteUnusedCovers(
  covers: Pick<CoverRepository, 'listCoverIds' | 'listUsedCovers' | 'noteUse'>,
  nowMs: number,
  signal: AbortSignal,
): Promise<number> {
  let deleted = 0;
  for (let after: CoverId | null = null; ;) {
    signal.throwIfAborted();
    const ids: CoverId[] = await covers.listCoverIds(after, PAGE);
    const used = new Set(await covers.listUsedCovers(ids));
    const unused = ids.filter((id) => !used.has(id));
    deleted += await covers.noteUse({ used: [...used], unused, nowMs, deleteBeforeMs: nowMs - GRACE_MS });
    after = ids.at(-1) ?? null;
    if (ids.length < PAGE) return deleted;
  }
}
