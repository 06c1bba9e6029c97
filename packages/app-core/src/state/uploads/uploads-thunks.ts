import type { AppThunk } from '../app-state.ts';
import { selectNextUploads } from './uploads-selectors.ts';
import { uploadsActions } from './uploads-slice.ts';

/** Opens the system's dialog. */
export const chooseUploads =
  (kind: 'files' | 'folder'): AppThunk =>
  (_dispatch, _getState, { uploader }) =>
    uploader.choose(kind);

/** Starts the files whose turn it is. */
export const startNextUploads =
  (): AppThunk =>
  (dispatch, getState, { uploader }) => {
    const keys = selectNextUploads(getState());
    if (keys.length === 0) return;
    // All at once: whoever hears of the first must not find the second still waiting.
    dispatch(uploadsActions.uploadsStarted(keys));
    for (const key of keys) uploader.start(key);
  };

export const pauseUpload =
  (key: string): AppThunk =>
  (dispatch, _getState, { uploader }) => {
    uploader.pause(key);
    dispatch(uploadsActions.uploadPaused(key));
  };

/** Goes on with a paused file, or tries a failed one again. */
export const resumeUpload =
  (key: string): AppThunk =>
  (dispatch) =>
    dispatch(uploadsActions.uploadResumed(key));

/** Takes a file off the list; what had arrived of an unfinished one is given up. */
export const removeUpload =
  (key: string): AppThunk =>
  (dispatch, getState, { uploader }) => {
    const item = getState().uploads.items.find((other) => other.key === key);
    if (item?.uploadId === null) uploader.cancel(key);
    uploader.forget(key);
    dispatch(uploadsActions.uploadRemoved(key));
  };

export const setUploadsPaused =
  (isPaused: boolean): AppThunk =>
  (dispatch, getState, { uploader }) => {
    const busy = getState().uploads.items.filter(({ status }) => status === 'preparing' || status === 'sending');
    if (isPaused) for (const { key } of busy) uploader.pause(key);
    dispatch(uploadsActions.uploadsPaused(isPaused));
    if (!isPaused) dispatch(startNextUploads());
  };

export const clearEndedUploads = (): AppThunk => (dispatch) => dispatch(uploadsActions.endedUploadsCleared());

/** Asks what became of a file that the server has checked. */
export const refreshUpload =
  (uploadId: string): AppThunk<Promise<void>> =>
  async (dispatch, _getState, { api }) => {
    const { data } = await api.request('getUpload', { params: { uploadId } });
    if (data) dispatch(uploadsActions.uploadJudged(data));
  };
