import type { Action, ThunkAction, ThunkDispatch } from '@reduxjs/toolkit';
import type { AppServices } from '../services/app-services.ts';
import type { LibraryState } from './library/library-slice.ts';
import type { libraryApi } from './library/library-api.ts';
import type { LocalFilesState } from './local-files/local-files-slice.ts';
import type { Notice } from './notices/notices-slice.ts';
import type { PlayerState } from './player/player-slice.ts';
import type { SettingsState } from './settings/settings-slice.ts';
import type { SoundState } from './sound/sound-slice.ts';
import type { UploadsState } from './uploads/uploads-slice.ts';
import type { UserState } from './user/user-slice.ts';

export interface AppState {
  player: PlayerState;
  library: LibraryState;
  user: UserState;
  settings: SettingsState;
  notices: Notice[];
  sound: SoundState;
  uploads: UploadsState;
  localFiles: LocalFilesState;
  api: ReturnType<typeof libraryApi.reducer>;
}

export type AppThunk<Result = void> = ThunkAction<Result, AppState, AppServices, Action>;
export type AppDispatch = ThunkDispatch<AppState, AppServices, Action>;

/** What side effects outside React and reducers need of the store. */
export interface StateAccess {
  dispatch: AppDispatch;
  getState: () => AppState;
}
