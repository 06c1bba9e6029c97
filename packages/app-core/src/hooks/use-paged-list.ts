import { useCallback, useMemo } from 'react';
import type { ErrorInfo } from '../services/api/error-info.ts';
import { libraryApi, type PagedEndpoint, type PagedItem, type PagedQuery } from '../state/library/library-api.ts';

export interface PagedList<T> {
  items: readonly T[];
  total: number;
  isLoading: boolean;
  isLoadingMore: boolean;
  error: ErrorInfo | null;
  hasMore: boolean;
  loadMore(): void;
  retry(): void;
}

/** A list read from its top, page after page: `usePagedList('listPlays', { limit: 50 })`. */
export function usePagedList<N extends PagedEndpoint>(
  name: N,
  query: PagedQuery<N>,
  options: { skip?: boolean } = {},
): PagedList<PagedItem<N>> {
  const { data, error, isLoading, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } =
    libraryApi.usePagesInfiniteQuery({ name, query }, options);
  const items = useMemo(() => (data?.pages ?? []).flatMap((page) => page.items as PagedItem<N>[]), [data]);
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  const retry = useCallback(() => void refetch(), [refetch]);
  return {
    items,
    total: data?.pages[0]?.total ?? 0,
    isLoading,
    isLoadingMore: isFetchingNextPage,
    error: (error as ErrorInfo | undefined) ?? null,
    hasMore: hasNextPage,
    loadMore,
    retry,
  };
}
