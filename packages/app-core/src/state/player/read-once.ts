import type { AppThunk } from '../app-state.ts';
import { notify } from '../notices/notices-slice.ts';

export function notifyApiFailure(): AppThunk {
  return (dispatch) => {
    dispatch(notify({ kind: 'error', textKey: 'notices.loadFailed' }));
  };
}

export const once = { subscribe: false, forceRefetch: false } as const;

interface QueryAnswer<T> {
  data?: T;
  error?: unknown;
}

/** The answer, or undefined after having told the person that it did not come. */
export function readOnce<T>(query: AppThunk<PromiseLike<QueryAnswer<T>>>): AppThunk<Promise<T | undefined>> {
  return async (dispatch) => {
    const { data, error } = await dispatch(query);
    if (error) dispatch(notifyApiFailure());
    return data;
  };
}
