import { combineReducers, configureStore } from '@reduxjs/toolkit';
import type { AppServices } from '../services/app-services.ts';
import { libraryApi } from './library/library-api.ts';
import { libraryReducer } from './library/library-slice.ts';
import { localFilesReducer } from './local-files/local-files-slice.ts';
import { noticesReducer } from './notices/notices-slice.ts';
import { playerReducer } from './player/player-slice.ts';
import { settingsReducer } from './settings/settings-slice.ts';
import { soundReducer } from './sound/sound-slice.ts';
import { uploadsReducer } from './uploads/uploads-slice.ts';
import { userReducer } from './user/user-slice.ts';

const reducer = combineReducers({
  player: playerReducer,
  library: libraryReducer,
  user: userReducer,
  settings: settingsReducer,
  notices: noticesReducer,
  sound: soundReducer,
  uploads: uploadsReducer,
  localFiles: localFilesReducer,
  api: libraryApi.reducer,
});

/** The one store of an app. The development checks are off: they walk a queue of ten thousand tracks at each action. */
export function createAppStore(services: AppServices) {
  return configureStore({
    reducer,
    devTools: false,
    middleware: (defaults) =>
      defaults({ thunk: { extraArgument: services }, serializableCheck: false, immutableCheck: false }).concat(
        libraryApi.middleware,
      ),
  });
}

export type AppStore = ReturnType<typeof createAppStore>;
