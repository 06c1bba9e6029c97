import { selectView, setView, type ViewPreference } from '@jetstream/app-core';
import { useAppDispatch, useAppSelector } from '@jetstream/app-core/hooks';
import { useMemo } from 'react';
import type { LibrarySegment } from '#navigation/app-route.ts';
import { useNavigation, useRouteOf } from '#navigation/navigation.tsx';
import {
  naturalOrder,
  readFilter,
  sortsOf,
  writeFilter,
  type LibraryFilter,
  type SortChoice,
  type SortKey,
  type WindowedSegment,
} from './library-choices.ts';

export interface LibraryView {
  sort: SortChoice;
  chooseSort: (sort: SortChoice) => void;
  filter: LibraryFilter;
  chooseFilter: (filter: LibraryFilter) => void;
  layout: 'grid' | 'list';
  chooseLayout: (layout: 'grid' | 'list') => void;
}

const storedAs = { albums: 'albums', artists: 'artists', songs: 'tracks' } as const satisfies Partial<
  Record<LibrarySegment, string>
>;

/** How a segment is shown: the address decides, then what was chosen last on this device. */
export function useLibraryView(segment: WindowedSegment): LibraryView {
  const dispatch = useAppDispatch();
  const { replace } = useNavigation();
  const route = useRouteOf('library');
  const stored = useAppSelector((state) => selectView(state, storedAs[segment]));
  return useMemo(() => {
    const sort =
      sortFrom(segment, route?.sort, route?.order) ??
      sortFrom(segment, stored.sort, stored.order) ??
      defaultSort(segment);
    const filter = readFilter(route?.filter);
    const store = (change: Partial<ViewPreference>) =>
      dispatch(setView(storedAs[segment], { ...stored, sort: sort.sort, order: sort.order, ...change }));
    return {
      sort,
      chooseSort: (next) => {
        store(next);
        replace({ screen: 'library', segment, ...next, filter: writeFilter(filter) });
      },
      filter,
      chooseFilter: (next) => replace({ screen: 'library', segment, ...sort, filter: writeFilter(next) }),
      layout: route?.view ?? stored.layout,
      chooseLayout: (layout) => {
        store({ layout });
        if (route?.view) replace({ ...route, view: undefined });
      },
    };
  }, [dispatch, replace, route, segment, stored]);
}

const defaultSort = (segment: WindowedSegment): SortChoice => ({ sort: sortsOf[segment][0], order: 'asc' });

function sortFrom(
  segment: WindowedSegment,
  name: string | undefined,
  order: 'asc' | 'desc' | null | undefined,
): SortChoice | undefined {
  const sorts: readonly SortKey[] = sortsOf[segment];
  const sort = sorts.find((known) => known === name);
  return sort && { sort, order: order ?? naturalOrder(sort) };
}
