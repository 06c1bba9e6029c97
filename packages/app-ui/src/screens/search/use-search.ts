import { useApp, useLazySearchQuery } from '@jetstream/app-core/hooks';
import type { SearchResult } from '@jetstream/api-contract';
import { useEffect, useRef, useState } from 'react';
import { useNavigation, useRouteOf } from '#navigation/navigation.tsx';
import type { QueryFailure } from '../problems/problem-text.ts';

/** Long enough to skip the letters of a fast typist, short enough to feel immediate. */
const restMs = 90;
const resultsPerKind = 8;

export interface Search {
  typed: string;
  type: (text: string) => void;
  /** The newest answer; the one before stays until the next has come. */
  result: SearchResult | undefined;
  /** What that answer was asked for. */
  answeredQuery: string;
  failure: QueryFailure | undefined;
  isSearching: boolean;
  retry: () => void;
}

/** The query in the field and in the address, and the answer to it; what is asked for no more is aborted. */
export function useSearch(): Search {
  const { replace } = useNavigation();
  const routeQuery = useRouteOf('search')?.query ?? '';
  const [typed, setTyped] = useState(routeQuery);
  const lastWritten = useRef(routeQuery);
  // Another entry of the history, or a link to a query: the address decides.
  useEffect(() => {
    if (routeQuery === lastWritten.current) return;
    lastWritten.current = routeQuery;
    setTyped(routeQuery);
  }, [routeQuery]);
  const query = useRested(typed.trim());
  useEffect(() => {
    if (query === lastWritten.current) return;
    lastWritten.current = query;
    replace(query === '' ? { screen: 'search' } : { screen: 'search', query });
  }, [query, replace]);
  const [ask, answer] = useLazySearchQuery();
  useEffect(() => {
    if (query === '') return;
    const request = ask({ query: { q: query, limit: resultsPerKind } }, true);
    return () => request.abort();
  }, [ask, query]);
  const isCurrent = query !== '' && answer.originalArgs?.query.q === query;
  return {
    typed,
    type: setTyped,
    result: query === '' ? undefined : answer.data,
    answeredQuery: query,
    failure: isCurrent && answer.isError ? answer.error : undefined,
    isSearching: query !== '' && (answer.isFetching || !isCurrent),
    retry: () => void ask({ query: { q: query, limit: resultsPerKind } }),
  };
}

/** The text once nothing was typed for a moment; emptying counts at once. */
function useRested(text: string): string {
  const { environment } = useApp();
  const [rested, setRested] = useState(text);
  useEffect(() => environment.schedule(() => setRested(text), text === '' ? 0 : restMs), [environment, text]);
  return text === '' ? '' : rested;
}
