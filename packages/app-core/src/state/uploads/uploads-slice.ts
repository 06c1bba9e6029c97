import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { ErrorCode, Upload, UploadRejection } from '@jetstream/api-contract';
import type { ChosenFile, UploadPhase } from '#services/uploads/uploader.ts';

/**
 * `waiting` for its turn, `needs-file` after a restart until the same file is chosen again, `checking` on the server. The
 * last four are the end of it; `failed` can be tried again.
 */
export type UploadStatus =
  | 'waiting'
  | 'needs-file'
  | 'preparing'
  | 'sending'
  | 'paused'
  | 'checking'
  | 'done'
  | 'duplicate'
  | 'rejected'
  | 'failed';

export interface UploadItem extends ChosenFile {
  status: UploadStatus;
  /** Looked at while `preparing`, else safe on the server. */
  bytes: number;
  uploadId: string | null;
  errorCode: ErrorCode | null;
  rejection: UploadRejection | null;
  track: Upload['track'];
}

export interface UploadsState {
  /** In the order in which they were chosen. */
  items: UploadItem[];
  isPaused: boolean;
  isDraggedOver: boolean;
  /** Files of the last choice that are no music. */
  skippedCount: number;
  /** Averaged over the last seconds. */
  bytesPerSecond: number;
  /** Bytes sent since `measuredAtMs`, not yet in the average. */
  measure: { sinceMs: number; bytes: number } | null;
}

const initialState: UploadsState = {
  items: [],
  isPaused: false,
  isDraggedOver: false,
  skippedCount: 0,
  bytesPerSecond: 0,
  measure: null,
};

const MEASURE_MS = 1_000;
/** How much of the average is the last second's. */
const NEWEST_SHARE = 0.3;

const isEnded = ({ status }: UploadItem): boolean =>
  status === 'done' || status === 'duplicate' || status === 'rejected' || status === 'failed';

const slice = createSlice({
  name: 'uploads',
  initialState,
  reducers: {
    uploadsChosen: (state, { payload }: PayloadAction<{ files: ChosenFile[]; skippedCount: number }>) => {
      state.skippedCount = payload.skippedCount;
      const known = new Map(state.items.map((item) => [item.key, item]));
      for (const file of payload.files) {
        const item = known.get(file.key);
        if (item === undefined) state.items.push(toItem(file, 'waiting'));
        else if (item.status === 'needs-file' || item.status === 'failed') reset(item);
      }
    },
    /** What a closed app had left. */
    uploadsRestored: (state, { payload }: PayloadAction<ChosenFile[]>) => {
      state.items = payload.map((file) => toItem(file, 'needs-file'));
    },
    uploadsStarted: (state, { payload }: PayloadAction<readonly string[]>) => {
      for (const key of payload) {
        const item = find(state, key);
        if (item) Object.assign(item, { status: 'preparing', bytes: 0, errorCode: null });
      }
    },
    uploadProgressed: (
      state,
      { payload }: PayloadAction<{ key: string; phase: UploadPhase; bytes: number; timeMs: number }>,
    ) => {
      const item = find(state, payload.key);
      if (!item || (item.status !== 'preparing' && item.status !== 'sending')) return;
      // The first report of a file tells what had arrived before: nobody has sent that just now.
      if (item.status === 'sending') addToMeasure(state, payload.bytes - item.bytes, payload.timeMs);
      item.status = payload.phase;
      item.bytes = payload.bytes;
    },
    uploadSent: (state, { payload }: PayloadAction<{ key: string; uploadId: string }>) => {
      const item = find(state, payload.key);
      if (item)
        Object.assign(item, { status: 'checking', bytes: item.sizeBytes, uploadId: payload.uploadId, errorCode: null });
    },
    uploadFailed: (state, { payload }: PayloadAction<{ key: string; code: ErrorCode; isFileGone: boolean }>) => {
      const item = find(state, payload.key);
      if (!item) return;
      item.status = payload.isFileGone ? 'needs-file' : 'failed';
      item.errorCode = payload.isFileGone ? null : payload.code;
    },
    /** What the server says became of it. */
    uploadJudged: (state, { payload }: PayloadAction<Upload>) => {
      const item = state.items.find(({ uploadId }) => uploadId === payload.id);
      if (!item || payload.state === 'receiving') return;
      item.status = payload.state;
      item.rejection = payload.rejection;
      item.track = payload.track;
    },
    uploadPaused: (state, { payload }: PayloadAction<string>) => {
      const item = find(state, payload);
      if (item && (item.status === 'preparing' || item.status === 'sending' || item.status === 'waiting'))
        item.status = 'paused';
    },
    uploadResumed: (state, { payload }: PayloadAction<string>) => {
      const item = find(state, payload);
      if (item && (item.status === 'paused' || item.status === 'failed')) reset(item);
    },
    uploadRemoved: (state, { payload }: PayloadAction<string>) => {
      state.items = state.items.filter(({ key }) => key !== payload);
    },
    endedUploadsCleared: (state) => {
      state.items = state.items.filter((item) => !isEnded(item));
      state.skippedCount = 0;
    },
    uploadsPaused: (state, { payload }: PayloadAction<boolean>) => {
      state.isPaused = payload;
      state.measure = null;
      state.bytesPerSecond = 0;
      // Those under way go to the front of the line again.
      if (payload)
        for (const item of state.items)
          if (item.status === 'preparing' || item.status === 'sending') item.status = 'waiting';
    },
    uploadDragged: (state, { payload }: PayloadAction<boolean>) => {
      state.isDraggedOver = payload;
    },
    uploadsReset: () => initialState,
  },
});

export const uploadsReducer = slice.reducer;
export const uploadsActions = slice.actions;

function toItem({ key, name, relativePath, sizeBytes }: ChosenFile, status: UploadStatus): UploadItem {
  const outcome = { uploadId: null, errorCode: null, rejection: null, track: null };
  return { key, name, relativePath, sizeBytes, status, bytes: 0, ...outcome };
}

function reset(item: UploadItem): void {
  Object.assign(item, { status: 'waiting', errorCode: null, bytes: 0 });
}

const find = (state: UploadsState, key: string): UploadItem | undefined => state.items.find((item) => item.key === key);

function addToMeasure(state: UploadsState, bytes: number, timeMs: number): void {
  state.measure ??= { sinceMs: timeMs, bytes: 0 };
  state.measure.bytes += Math.max(0, bytes);
  const elapsedMs = timeMs - state.measure.sinceMs;
  if (elapsedMs < MEASURE_MS) return;
  const newest = (state.measure.bytes * 1000) / elapsedMs;
  state.bytesPerSecond =
    state.bytesPerSecond === 0 ? newest : state.bytesPerSecond * (1 - NEWEST_SHARE) + newest * NEWEST_SHARE;
  state.measure = { sinceMs: timeMs, bytes: 0 };
}
