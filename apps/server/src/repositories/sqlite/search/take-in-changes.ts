import type { SearchIndex } from '#repositories/search-index.ts';
import type { SearchChanges } from './search-changes.ts';

/** Short enough that other writes wait for milliseconds only. */
const ITEMS_AT_ONCE = 150;

/** Hands changes to the writer in small pieces, so that other writes come in between. */
export function takeInPieces(index: SearchIndex): SearchIndex {
  return {
    search: (query, limit) => index.search(query, limit),
    async updateFromCatalogue(changed) {
      for (const piece of cutChanges(changed)) await index.updateFromCatalogue(piece);
    },
  };
}

/** Takes in what a process that was killed left undone. */
export async function takeInLeftovers(
  index: SearchIndex,
  listChanges: () => Promise<SearchChanges>,
  signal: AbortSignal,
): Promise<void> {
  let changed = await listChanges();
  while (!signal.aborted && countChanges(changed) > 0) {
    await index.updateFromCatalogue(changed);
    changed = await listChanges();
  }
}

export const countChanges = (changed: SearchChanges): number =>
  Math.max(...Object.values(changed).map((ids) => ids.length));

export function* cutChanges(changed: SearchChanges): Generator<SearchChanges> {
  const longest = countChanges(changed);
  for (let start = 0; start < longest; start += ITEMS_AT_ONCE) {
    const end = start + ITEMS_AT_ONCE;
    yield {
      trackIds: changed.trackIds.slice(start, end),
      albumIds: changed.albumIds.slice(start, end),
      artistIds: changed.artistIds.slice(start, end),
      genreIds: changed.genreIds.slice(start, end),
    };
  }
}
