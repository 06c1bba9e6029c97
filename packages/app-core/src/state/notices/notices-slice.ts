import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { AppState, AppThunk } from '../app-state.ts';

/** What the button of a notice does; the words come from the locale by `textKey`. */
export interface NoticeAction {
  kind: 'undo-queue-change' | 'resume-playback';
  textKey: string;
}

/** A short message to the person. `textKey` and `params` are for the locale. */
export interface Notice {
  id: string;
  kind: 'info' | 'error';
  textKey: string;
  params: Readonly<Record<string, string | number>>;
  action?: NoticeAction;
}

const MOST_NOTICES = 4;

const slice = createSlice({
  name: 'notices',
  initialState: [] as Notice[],
  reducers: {
    /** A message already on show is not doubled; the oldest leave when there are too many. */
    noticeAdded: (notices, action: PayloadAction<Notice>) => {
      const isSame = (other: Notice): boolean =>
        other.textKey === action.payload.textKey &&
        JSON.stringify(other.params) === JSON.stringify(action.payload.params);
      return [...notices.filter((other) => !isSame(other)), action.payload].slice(-MOST_NOTICES);
    },
    noticeDismissed: (notices, action: PayloadAction<string>) =>
      notices.filter((notice) => notice.id !== action.payload),
    noticesCleared: () => [],
  },
});

export const noticesReducer = slice.reducer;
export const { noticesCleared } = slice.actions;
export const dismissNotice = slice.actions.noticeDismissed;
export const selectNotices = (state: AppState): readonly Notice[] => state.notices;

export function notify(notice: Omit<Notice, 'id' | 'params'> & { params?: Notice['params'] }): AppThunk {
  return (dispatch, _getState, services) => {
    dispatch(slice.actions.noticeAdded({ params: {}, ...notice, id: services.environment.createId() }));
  };
}
