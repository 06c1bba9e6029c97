import type { LibrarySegment } from '#navigation/app-route.ts';

export type SortKey = 'title' | 'artist' | 'album' | 'year' | 'added' | 'duration' | 'name' | 'albums' | 'tracks';
export type SortOrder = 'asc' | 'desc';
export interface SortChoice {
  sort: SortKey;
  order: SortOrder;
}

/** The sorts of each windowed segment, the first one being the default. */
export const sortsOf = {
  albums: ['title', 'artist', 'year', 'added'],
  artists: ['name', 'albums', 'tracks'],
  songs: ['title', 'artist', 'album', 'year', 'added', 'duration'],
} as const satisfies Partial<Record<LibrarySegment, readonly SortKey[]>>;
export type WindowedSegment = keyof typeof sortsOf;

const descendingSorts: ReadonlySet<SortKey> = new Set(['year', 'added', 'albums', 'tracks']);

/** Names start at A, dates and counts with the newest and most. */
export const naturalOrder = (sort: SortKey): SortOrder => (descendingSorts.has(sort) ? 'desc' : 'asc');

/** Choosing the sort that is already chosen turns its direction around. */
export function chooseSort(current: SortChoice, sort: SortKey): SortChoice {
  if (current.sort !== sort) return { sort, order: naturalOrder(sort) };
  return { sort, order: current.order === 'asc' ? 'desc' : 'asc' };
}

/** What narrows a list; every member is optional and kept in the address, so that a filtered list can be linked. */
export interface LibraryFilter {
  genreId?: string;
  fromYear?: number;
  toYear?: number;
  isLossless?: boolean;
}

export const isFiltered = (filter: LibraryFilter): boolean =>
  Object.values(filter).some((value) => value !== undefined);

/** The decades to offer, newest first, back to the 1950s; earlier years are one choice of their own. */
export function decades(currentYear: number): { fromYear: number; toYear: number }[] {
  const list: { fromYear: number; toYear: number }[] = [];
  for (let from = Math.floor(currentYear / 10) * 10; from >= 1950; from -= 10)
    list.push({ fromYear: from, toYear: from + 9 });
  list.push({ fromYear: 0, toYear: 1949 });
  return list;
}

/** Reads the filter from the address; what makes no sense is left out. */
export function readFilter(text: string | undefined): LibraryFilter {
  const parts = new URLSearchParams(text ?? '');
  const year = (name: string) => {
    const value = parts.get(name);
    return value && /^\d{1,4}$/.test(value) ? Number(value) : undefined;
  };
  return {
    genreId: parts.get('genre') || undefined,
    fromYear: year('from'),
    toYear: year('to'),
    isLossless: parts.get('lossless') === '1' ? true : undefined,
  };
}

/** The filter as the address keeps it; undefined when nothing is filtered. */
export function writeFilter(filter: LibraryFilter): string | undefined {
  const parts = new URLSearchParams();
  if (filter.genreId) parts.set('genre', filter.genreId);
  if (filter.fromYear !== undefined) parts.set('from', String(filter.fromYear));
  if (filter.toYear !== undefined) parts.set('to', String(filter.toYear));
  if (filter.isLossless) parts.set('lossless', '1');
  return parts.size > 0 ? parts.toString() : undefined;
}
