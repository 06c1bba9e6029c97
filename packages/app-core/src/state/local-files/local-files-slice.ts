import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Track } from '@jetstream/api-contract';

export interface LocalFilesState {
  /** In the order in which they were chosen. */
  tracks: Track[];
  /** Files of the last choice that are no music, or could not be read. */
  skippedCount: number;
}

const initialState: LocalFilesState = { tracks: [], skippedCount: 0 };

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
    },
    localFilesReset: () => initialState,
  },
});

export const localFilesReducer = slice.reducer;
export const localFilesActions = slice.actions;

interface WithLocalFiles {
  localFiles: LocalFilesState;
}
export const selectLocalTracks = (state: WithLocalFiles): readonly Track[] => state.localFiles.tracks;
export const selectSkippedLocalFiles = (state: WithLocalFiles): number => state.localFiles.skippedCount;
