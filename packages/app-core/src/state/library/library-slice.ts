import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { AnnotatedKind, Annotation, DemoAlbumState, Scan } from '@jetstream/api-contract';
import type { AppState } from '../app-state.ts';

export interface LibraryState {
  /**
   * Stars and ratings changed since the rows on screen were fetched, keyed `kind:id`. They lie over whatever a row says, so
   * one change shows everywhere at once.
   */
  annotations: Record<string, Annotation>;
  /** How many changes of an item are on their way to the server, by the same keys. */
  pendingWrites: Record<string, number>;
  /** When this device last finished a change of an item: tells the server's echo of it from a change made elsewhere. */
  writtenAtMs: Record<string, number>;
  /** Grows whenever the catalogue changed on the server. */
  version: number;
  /** The scan that runs, or the last that ended while the app watched. */
  scan: Scan | null;
  demoAlbum: DemoAlbumState | null;
}

const initialState: LibraryState = {
  annotations: {},
  pendingWrites: {},
  writtenAtMs: {},
  version: 0,
  scan: null,
  demoAlbum: null,
};

export const annotationKey = (kind: AnnotatedKind, id: string): string => `${kind}:${id}`;

const slice = createSlice({
  name: 'library',
  initialState,
  reducers: {
    annotationWriteStarted: (
      state,
      action: PayloadAction<{ kind: AnnotatedKind; id: string; annotation: Annotation }>,
    ) => {
      const key = annotationKey(action.payload.kind, action.payload.id);
      state.annotations[key] = action.payload.annotation;
      state.pendingWrites[key] = (state.pendingWrites[key] ?? 0) + 1;
    },
    annotationWriteEnded: (state, action: PayloadAction<{ kind: AnnotatedKind; id: string; timeMs: number }>) => {
      const key = annotationKey(action.payload.kind, action.payload.id);
      state.writtenAtMs[key] = action.payload.timeMs;
      const left = (state.pendingWrites[key] ?? 1) - 1;
      if (left > 0) state.pendingWrites[key] = left;
      else delete state.pendingWrites[key];
    },
    annotationOverlaid: (
      state,
      action: PayloadAction<{ kind: AnnotatedKind; id: string; annotation: Annotation | undefined }>,
    ) => {
      const { kind, id, annotation } = action.payload;
      if (annotation) state.annotations[annotationKey(kind, id)] = annotation;
      else delete state.annotations[annotationKey(kind, id)];
    },
    annotationsCleared: (state) => {
      state.annotations = {};
    },
    libraryVersionRaised: (state) => {
      state.version += 1;
    },
    scanProgressed: (state, action: PayloadAction<Scan>) => {
      state.scan = action.payload;
    },
    demoAlbumProgressed: (state, action: PayloadAction<DemoAlbumState>) => {
      state.demoAlbum = action.payload;
    },
    libraryReset: () => initialState,
  },
});

export const libraryReducer = slice.reducer;
export const libraryActions = slice.actions;

export const selectLibraryVersion = (state: AppState): number => state.library.version;
export const selectAnnotationOverlay = (state: AppState, kind: AnnotatedKind, id: string): Annotation | undefined =>
  state.library.annotations[annotationKey(kind, id)];
export const selectScan = (state: AppState): Scan | null => state.library.scan;
export const isScanActive = (scan: Scan | null): boolean => scan?.state === 'queued' || scan?.state === 'running';
export const selectIsScanning = (state: AppState): boolean => isScanActive(state.library.scan);
export const selectDemoAlbum = (state: AppState): DemoAlbumState | null => state.library.demoAlbum;

/** Marks from the overlay; of the counts, which only grow, the newer. */
export function mergeAnnotations(row: Annotation, overlay: Annotation | undefined): Annotation {
  if (!overlay) return row;
  const [newer] = [overlay, row].sort((a, b) => b.playCount - a.playCount);
  return { ...overlay, playCount: newer?.playCount ?? 0, lastPlayedAt: newer?.lastPlayedAt ?? null };
}
