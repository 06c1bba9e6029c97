import type { Document } from 'mongodb';
import type { AlbumFilter } from '../catalogue-filter.ts';
import { toYearRange } from './catalogue-listing.ts';
import type { SortedList } from './sorted-list.ts';

/** The keys of each sort are those of the index `by_<sort>`. */
const sortColumns = {
  title: ['titleKey', 'artistKey', '_id'],
  artist: ['artistKey', 'keys.year', 'titleKey', '_id'],
  year: ['keys.year', 'titleKey', '_id'],
  added: ['addedAtMs', '_id'],
} as const satisfies Record<Exclude<AlbumFilter['sort'], 'random'>, string[]>;

type OrderedFilter = AlbumFilter & { sort: keyof typeof sortColumns };

export const isOrdered = (filter: AlbumFilter): filter is OrderedFilter => filter.sort !== 'random';

/** Albums in the order and under the conditions of a filter. */
export const toAlbumList = (filter: OrderedFilter): SortedList => ({
  keyset: { name: `albums-${filter.sort}`, order: filter.order, columns: sortColumns[filter.sort] },
  always: {},
  filters: toAlbumFilters(filter),
});

export const hasLetters = ({ sort }: AlbumFilter): boolean => sort === 'title' || sort === 'artist';

export const toAlbumFilters = (filter: AlbumFilter): Document => ({
  ...(filter.genreId !== undefined && { genreIds: filter.genreId }),
  ...(filter.artistId !== undefined && { creditedIds: filter.artistId }),
  ...(filter.libraryId !== undefined && { libraryIds: filter.libraryId }),
  ...toYearRange(filter),
});
