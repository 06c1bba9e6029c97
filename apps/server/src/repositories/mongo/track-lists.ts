import type { Document } from 'mongodb';
import type { TrackFilter } from '../catalogue-filter.ts';
import { toYearRange } from './catalogue-listing.ts';
import type { SortedList } from './sorted-list.ts';

/** The keys of each sort are those of the index `by_<sort>`, behind `isPresent`. */
const sortColumns = {
  title: ['titleKey', '_id'],
  artist: ['artistKey', 'albumKey', 'keys.position', '_id'],
  album: ['albumKey', 'keys.album', 'keys.position', '_id'],
  year: ['keys.year', 'albumKey', 'keys.position', '_id'],
  added: ['addedAtMs', '_id'],
  duration: ['durationMs', '_id'],
} as const satisfies Record<TrackFilter['sort'], string[]>;

/** Present tracks in the order and under the conditions of a filter. */
export const toTrackList = (filter: TrackFilter): SortedList => ({
  keyset: { name: `tracks-${filter.sort}`, order: filter.order, columns: sortColumns[filter.sort] },
  always: { isPresent: true },
  filters: toFilters(filter),
});

export const hasLetters = ({ sort }: TrackFilter): boolean => sort === 'title' || sort === 'artist' || sort === 'album';

const toFilters = (filter: TrackFilter): Document => ({
  ...(filter.genreId !== undefined && { genreIds: filter.genreId }),
  ...(filter.artistId !== undefined && { artistIds: filter.artistId }),
  ...(filter.albumId !== undefined && { 'keys.album': filter.albumId }),
  ...(filter.libraryId !== undefined && { libraryId: filter.libraryId }),
  ...(filter.isLossless !== undefined && { 'format.isLossless': filter.isLossless }),
  ...toYearRange(filter),
});
