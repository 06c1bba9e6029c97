import type { KeptFile, KeptFiles } from '#gateways/kept-files.ts';

/** What was made just now may be of something that the catalogue is only about to have. */
const GRACE_MS = 24 * 60 * 60 * 1000;

/** Deletes what caches keep of things that the catalogue has not any more, a day after it was touched. Returns how many files. */
export async function deleteForgottenFiles<OwnerId extends string>(
  kept: KeptFiles<OwnerId>,
  listKnown: (ids: readonly OwnerId[]) => Promise<readonly { id: OwnerId }[]>,
  { nowMs, signal }: { nowMs: number; signal: AbortSignal },
): Promise<number> {
  const beforeMs = nowMs - GRACE_MS;
  let deleted = 0;
  let cursor: string | undefined;
  do {
    signal.throwIfAborted();
    const page = await kept.listKept(cursor);
    const old = page.files.filter(({ touchedAtMs }) => touchedAtMs < beforeMs);
    const known = new Set((await listKnown([...new Set(old.map(({ ownerId }) => ownerId))])).map(({ id }) => id));
    const isForgotten = ({ ownerId }: KeptFile<OwnerId>) => !known.has(ownerId);
    for (const { path } of old.filter(isForgotten)) if (await kept.deleteKept(path, beforeMs)) deleted += 1;
    ({ cursor } = page);
  } while (cursor !== undefined);
  return deleted;
}
