import type { Session } from '@jetstream/api-contract';
import type { ApiResult, Credentials } from '#services/api/api-service.ts';
import type { ErrorInfo } from '#services/api/error-info.ts';
import type { AppThunk } from '../app-state.ts';
import { libraryApi } from '../library/library-api.ts';
import { libraryActions } from '../library/library-slice.ts';
import { noticesCleared } from '../notices/notices-slice.ts';
import { restoreQueue } from '../player/queue-restore.ts';
import { playerActions } from '../player/player-slice.ts';
import { settingsActions } from '../settings/settings-slice.ts';
import { loadSettings } from '../settings/settings-thunks.ts';
import { soundActions } from '../sound/sound-slice.ts';
import { userActions } from './user-slice.ts';

/** A server that is away may not keep the person from leaving. */
const SAVE_PATIENCE_MS = 1_500;

/** Finds out where we stand: first run, signed in from before, or neither. Call again to retry when unreachable. */
export function bootSession(): AppThunk<Promise<void>> {
  return async (dispatch, _getState, { api }) => {
    const renewed = await api.renewSession();
    if (renewed.data) return dispatch(startSession(renewed.data));
    if (isUnreachable(renewed.error)) {
      dispatch(userActions.sessionStopped('unreachable'));
      return;
    }
    const info = await api.request('getServerInfo', {});
    if (info.error) dispatch(userActions.sessionStopped('unreachable'));
    else dispatch(userActions.sessionStopped(info.data.isSetupRequired ? 'setup-required' : 'signed-out'));
  };
}

const isUnreachable = (error: ErrorInfo): boolean =>
  error.isOffline || error.code === 'unavailable' || error.code === 'internal' || error.code === 'rate-limited';

/** Creates the first administrator and signs in. The error, or null. */
export function setUp(credentials: Credentials): AppThunk<Promise<ErrorInfo | null>> {
  return async (dispatch, _getState, { api }) => dispatch(finishSignIn(await api.setUp(credentials)));
}

/** The error, or null. */
export function signIn(credentials: Credentials): AppThunk<Promise<ErrorInfo | null>> {
  return async (dispatch, _getState, { api }) => dispatch(finishSignIn(await api.signIn(credentials)));
}

function finishSignIn(answer: ApiResult<Session>): AppThunk<ErrorInfo | null> {
  return (dispatch) => {
    if (answer.error) return answer.error;
    dispatch(startSession(answer.data));
    return null;
  };
}

function startSession(session: Session): AppThunk {
  return (dispatch, _getState, { api, playOutbox }) => {
    dispatch(userActions.sessionStarted(session.user));
    api.openEvents();
    playOutbox.open(session.user.id);
    void dispatch(loadSettings());
    void dispatch(restoreQueue());
  };
}

/** Another tab has signed another person in meanwhile: the session is theirs, and nothing of the one before stays. */
export function changePerson(session: Session): AppThunk {
  return (dispatch) => {
    dispatch(endSession('signed-out'));
    dispatch(startSession(session));
  };
}

/** Saves what is unsaved, silences and forgets everything of the user, and tells the server. */
export function signOut(): AppThunk<Promise<void>> {
  return async (dispatch, _getState, { api, environment, queueKeeper, settingsSync, playOutbox }) => {
    const saved = Promise.all([queueKeeper.flush(), settingsSync.flush(), playOutbox.flush()]);
    const patience = new Promise<void>((resolve) => void environment.schedule(resolve, SAVE_PATIENCE_MS));
    await Promise.race([saved, patience]);
    dispatch(endSession('signed-out'));
    await api.signOut();
  };
}

/** The session is over: nothing of the user stays in memory. What is in storage waits under the user's id. */
export function endSession(status: 'signed-out' | 'setup-required'): AppThunk {
  return (dispatch, _getState, { api, engine, queueKeeper, rowWindows, settingsSync, playOutbox }) => {
    api.closeEvents();
    queueKeeper.close();
    settingsSync.reset();
    playOutbox.close();
    engine.stop();
    rowWindows.clear();
    dispatch(userActions.sessionStopped(status));
    dispatch(playerActions.playerReset());
    dispatch(soundActions.sleepTimerChanged(null));
    dispatch(libraryActions.libraryReset());
    dispatch(settingsActions.recentSearchesLoaded([]));
    dispatch(noticesCleared());
    dispatch(libraryApi.util.resetApiState());
  };
}
