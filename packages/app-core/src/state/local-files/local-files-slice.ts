import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Track } from '@jetstream/api-contract';
import type { WaitingLocalFiles } from '#services/local-files/local-files.ts';

export interface LocalFilesState {
  /** In the order in which they were chosen. */
  tracks: Track[];
  /** Of an earlier visit, and not opened again yet. */
  waiting: WaitingLocalFiles | null;
  /** Files of the last choice that are no music, or could not be read. */
  skippedCount: number;
}

const initialState: LocalFilesState = { tracks: [], waiting: null, skippedCount: 0 };

const slice = createSlice({
  name: 'localFiles',
  initialState,
  reducers: {
    localFilesChosen: (
      state: LocalFilesState,
      action: PayloadAction<{ tracks: Track[]; isFirst: boolean; skippedCount: number }>,
    ) => {
      const { tracks, isFirst, skippedCount } = action.payload;
      state.tracks.push(...tracks);
      state.skippedCount = isFirst ? skippedCount : state.skippedCount + skippedCount;
    },
    localFilesForgotten: (state: LocalFilesState, action: PayloadAction<readonly string[]>) => {
      const forgotten = new Set(action.payload);
      state.tracks = state.tracks.filter(({ id }) => !forgotten.has(id));
      state.waiting = without(state.waiting, forgotten);
    },
    localFilesRemembered: (state: LocalFilesState, action: PayloadAction<WaitingLocalFiles>) => {
      state.waiting = action.payload;
    },
    localFilesReopened: (state: LocalFilesState, action: PayloadAction<{ tracks: Track[] }>) => {
      const { tracks } = action.payload;
      const known = new Set(state.tracks.map(({ id }) => id));
      state.tracks.push(...tracks.filter(({ id }) => !known.has(id)));
      state.waiting = without(state.waiting, new Set(tracks.map(({ id }) => id)));
      state.skippedCount = 0;
    },
    localFilesReset: () => initialState,
  },
});

function without(waiting: WaitingLocalFiles | null, ids: ReadonlySet<string>): WaitingLocalFiles | null {
  const tracks = waiting?.tracks.filter(({ id }) => !ids.has(id)) ?? [];
  return waiting && tracks.length > 0 ? { ...waiting, tracks } : null;
}

export const localFilesReducer = slice.reducer;
export const localFilesActions = slice.actions;

interface WithLocalFiles {
  localFiles: LocalFilesState;
}
export const selectLocalTracks = (state: WithLocalFiles): readonly Track[] => state.localFiles.tracks;
export const selectSkippedLocalFiles = (state: WithLocalFiles): number => state.localFiles.skippedCount;
export const selectWaitingLocalFiles = (state: WithLocalFiles): WaitingLocalFiles | null => state.localFiles.waiting;
