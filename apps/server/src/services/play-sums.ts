import type { AnnotatedId, AnnotatedKind } from '#models/annotation.ts';
import type { UserId } from '#models/ids.ts';
import type { Repositories } from '#repositories/repositories.ts';

const MOST_ROUNDS = 10;

/**
 * Writes the sum of an item's plays to its annotation: an absolute value, so that doing it again is harmless. Plays and
 * annotations live in different stores, and another server may count and write between our two steps: only a count that is
 * still right after the write ends it. Whoever writes last has then written the latest count.
 */
export async function updatePlaySum(
  { plays, annotations }: Pick<Repositories, 'plays' | 'annotations'>,
  userId: UserId,
  kind: AnnotatedKind,
  itemId: AnnotatedId,
): Promise<void> {
  let sum = await plays.countPlays(userId, kind, itemId);
  // A play that comes in each round has a writer of its own, which comes later.
  for (let round = 0; round < MOST_ROUNDS; round++) {
    await annotations.updatePlays(userId, kind, itemId, sum.playCount, sum.lastPlayedAtMs);
    const counted = await plays.countPlays(userId, kind, itemId);
    if (counted.playCount === sum.playCount && counted.lastPlayedAtMs === sum.lastPlayedAtMs) return;
    sum = counted;
  }
}
