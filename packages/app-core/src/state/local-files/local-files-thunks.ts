import type { AppThunk } from '../app-state.ts';
import { forgetTracks } from '../player/queue-thunks.ts';
import { localFilesActions } from './local-files-slice.ts';

/** Opens the system's dialog; what is chosen plays at once. */
export const chooseLocalFiles =
  (kind: 'files' | 'folder'): AppThunk =>
  (_dispatch, _getState, { localFiles }) =>
    localFiles.choose(kind);

export const canChooseLocalFolders =
  (): AppThunk<boolean> =>
  (_dispatch, _getState, { localFiles }) =>
    localFiles.canChooseFolders;

/** Asks for the files of an earlier visit; the queue that they were goes on where it was. */
export const reopenLocalFiles =
  (): AppThunk =>
  (_dispatch, _getState, { localFiles }) =>
    localFiles.reopen();

/** Takes files off the list and out of the queue; on the device they stay. */
export const forgetLocalFiles =
  (trackIds: readonly string[]): AppThunk =>
  (dispatch, _getState, { localFiles }) => {
    dispatch(forgetTracks(trackIds));
    dispatch(localFilesActions.localFilesForgotten(trackIds));
    localFiles.forget(trackIds);
  };
