import type { AnnotatedKind, Annotation } from '@jetstream/api-contract';
import { toTimestamp } from '#services/timestamp.ts';
import type { AppThunk } from '../app-state.ts';
import { notify } from '../notices/notices-slice.ts';
import { libraryApi } from './library-api.ts';
import { annotationKey, libraryActions, selectAnnotationOverlay } from './library-slice.ts';

export const emptyAnnotation: Annotation = { starredAt: null, rating: 0, playCount: 0, lastPlayedAt: null };

export interface AnnotationTarget {
  kind: AnnotatedKind;
  id: string;
  /** What the row on screen says: keeps its other marks on show while the server answers. */
  annotation?: Annotation;
}

/** `isStarred` is what it shall become. */
export function toggleStar(target: AnnotationTarget & { isStarred: boolean }): AppThunk<Promise<void>> {
  return (dispatch, _getState, { api, environment }) => {
    const { kind, id } = target;
    const starredAt = target.isStarred ? toTimestamp(environment.nowMs()) : null;
    const send = () => api.request(target.isStarred ? 'star' : 'unstar', { params: { kind, id } });
    return dispatch(annotate(target, { starredAt }, send));
  };
}

/** 0 takes the rating back. */
export function setRating(target: AnnotationTarget & { rating: number }): AppThunk<Promise<void>> {
  return (dispatch, _getState, { api }) => {
    const { kind, id, rating } = target;
    const send = () => api.request('rate', { params: { kind, id }, body: { rating } });
    return dispatch(annotate(target, { rating }, send));
  };
}

type Answer = { data: Annotation; error?: undefined } | { data?: undefined; error: object };

/** Shows the change in this frame, and takes it back when the server refuses. With several under way, the last decides. */
function annotate(
  target: AnnotationTarget,
  change: Partial<Annotation>,
  send: () => Promise<Answer>,
): AppThunk<Promise<void>> {
  return async (dispatch, getState, { environment }) => {
    const { kind, id } = target;
    const before = selectAnnotationOverlay(getState(), kind, id);
    const shown = before ?? target.annotation ?? emptyAnnotation;
    dispatch(libraryActions.annotationWriteStarted({ kind, id, annotation: { ...shown, ...change } }));
    const answer = await send();
    dispatch(libraryActions.annotationWriteEnded({ kind, id, timeMs: environment.nowMs() }));
    const isLast = getState().library.pendingWrites[annotationKey(kind, id)] === undefined;
    if (answer.error) dispatch(notify({ kind: 'error', textKey: 'notices.annotationFailed' }));
    if (!isLast) return;
    dispatch(libraryActions.annotationOverlaid({ kind, id, annotation: answer.data ?? before }));
    if (answer.data) dispatch(libraryApi.util.invalidateTags(['personal']));
  };
}

/** Another device changed it: fetches what it says now, for every row that shows it. */
export function refreshAnnotation(kind: AnnotatedKind, id: string): AppThunk<Promise<void>> {
  return async (dispatch, getState, { api }) => {
    if (getState().library.pendingWrites[annotationKey(kind, id)] !== undefined) return;
    const found =
      kind === 'track'
        ? await api.request('getTrack', { params: { trackId: id } })
        : kind === 'album'
          ? await api.request('getAlbum', { params: { albumId: id } })
          : await api.request('getArtist', { params: { artistId: id } });
    if (found.data && getState().library.pendingWrites[annotationKey(kind, id)] === undefined)
      dispatch(libraryActions.annotationOverlaid({ kind, id, annotation: found.data.annotation }));
  };
}
