import { createSelector } from '@reduxjs/toolkit';
import type { AppState } from '../app-state.ts';
import type { UploadItem, UploadStatus } from './uploads-slice.ts';

export interface UploadTotals {
  count: number;
  /** Still to be sent or checked. */
  openCount: number;
  endedCount: number;
  needsFileCount: number;
  sizeBytes: number;
  sentBytes: number;
  /** Null while nothing is known of the speed. */
  remainingMs: number | null;
  bytesPerSecond: number;
}

/** Two at once keep the line busy while one is being checked or prepared. */
const AT_ONCE = 2;

const open: ReadonlySet<UploadStatus> = new Set([
  'waiting',
  'preparing',
  'sending',
  'paused',
  'needs-file',
  'checking',
]);
const isOnServer = ({ status }: UploadItem): boolean =>
  status === 'checking' || status === 'done' || status === 'duplicate' || status === 'rejected';

export const selectUploads = (state: AppState): readonly UploadItem[] => state.uploads.items;
export const selectAreUploadsPaused = (state: AppState): boolean => state.uploads.isPaused;
export const selectIsUploadDragged = (state: AppState): boolean => state.uploads.isDraggedOver;
export const selectSkippedUploads = (state: AppState): number => state.uploads.skippedCount;

/** Keys of the files whose turn it is. */
export function selectNextUploads({ uploads }: AppState): string[] {
  if (uploads.isPaused) return [];
  const busy = uploads.items.filter(({ status }) => status === 'preparing' || status === 'sending').length;
  const waiting = uploads.items.filter(({ status }) => status === 'waiting');
  return waiting.slice(0, Math.max(0, AT_ONCE - busy)).map(({ key }) => key);
}

export const selectUploadTotals = createSelector(
  (state: AppState) => state.uploads.items,
  (state: AppState) => state.uploads.bytesPerSecond,
  (items, bytesPerSecond): UploadTotals => {
    const totals: UploadTotals = {
      count: items.length,
      openCount: 0,
      endedCount: 0,
      needsFileCount: 0,
      sizeBytes: 0,
      sentBytes: 0,
      remainingMs: null,
      bytesPerSecond,
    };
    for (const item of items) {
      if (open.has(item.status)) totals.openCount++;
      else totals.endedCount++;
      if (item.status === 'needs-file') totals.needsFileCount++;
      // What failed is not waited for.
      if (item.status === 'failed') continue;
      totals.sizeBytes += item.sizeBytes;
      totals.sentBytes += isOnServer(item) ? item.sizeBytes : item.status === 'sending' ? item.bytes : 0;
    }
    const leftBytes = totals.sizeBytes - totals.sentBytes;
    if (bytesPerSecond > 0 && leftBytes > 0) totals.remainingMs = (leftBytes * 1000) / bytesPerSecond;
    return totals;
  },
);
