import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { User } from '@jetstream/api-contract';
import type { AppState } from '../app-state.ts';

/**
 * `unknown` until the server has answered once; `unreachable` while it does not; `setup-required` on a server without an
 * administrator.
 */
export type SessionStatus = 'unknown' | 'setup-required' | 'signed-out' | 'signed-in' | 'unreachable';

export interface UserState {
  status: SessionStatus;
  user: User | null;
  /** The event stream is open: changes of other devices arrive by themselves. */
  isLive: boolean;
}

const initialState: UserState = { status: 'unknown', user: null, isLive: false };

const slice = createSlice({
  name: 'user',
  initialState,
  reducers: {
    sessionStarted: (state, action: PayloadAction<User>) => {
      state.status = 'signed-in';
      state.user = action.payload;
    },
    sessionStopped: (state, action: PayloadAction<Exclude<SessionStatus, 'signed-in' | 'unknown'>>) => {
      state.status = action.payload;
      state.user = null;
      state.isLive = false;
    },
    liveChanged: (state, action: PayloadAction<boolean>) => {
      state.isLive = action.payload;
    },
  },
});

export const userReducer = slice.reducer;
export const userActions = slice.actions;

export const selectSession = (state: AppState): UserState => state.user;
export const selectUser = (state: AppState): User | null => state.user.user;
export const selectIsAdministrator = (state: AppState): boolean => state.user.user?.role === 'administrator';
export const selectIsLive = (state: AppState): boolean => state.user.isLive;
