import type { Upload as PublicUpload, UploadUsage as PublicUsage, UserUploadUsage } from '@jetstream/api-contract';
import type { Track } from '#models/track.ts';
import { UPLOAD_LIFETIME_MS, type Upload, type UploadUsage } from '#models/upload.ts';
import { toTimestamp } from './timestamp.ts';

interface UploadState {
  upload: Upload;
  receivedBytes: number;
  track: Pick<Track, 'id' | 'title' | 'albumId'> | null;
}

export function toPublicUpload({ upload, receivedBytes, track }: UploadState): PublicUpload {
  const { id, fileName, folder, sizeBytes, state, rejection, createdAtMs, endedAtMs } = upload;
  return {
    id,
    fileName,
    folder,
    sizeBytes,
    receivedBytes,
    state,
    rejection,
    track: track && { id: track.id, title: track.title, albumId: track.albumId },
    createdAt: toTimestamp(createdAtMs),
    endedAt: endedAtMs === null ? null : toTimestamp(endedAtMs),
    expiresAt: state === 'receiving' ? toTimestamp(createdAtMs + UPLOAD_LIFETIME_MS) : null,
  };
}

export const toPublicUsage = (
  usage: UploadUsage & Pick<PublicUsage, 'quotaBytes' | 'maxFileBytes' | 'canUpload'>,
): PublicUsage => ({
  storedBytes: usage.storedBytes,
  reservedBytes: usage.reservedBytes,
  fileCount: usage.fileCount,
  quotaBytes: usage.quotaBytes,
  maxFileBytes: usage.maxFileBytes,
  canUpload: usage.canUpload,
});

export const toPublicUserUsage = (usage: UploadUsage & { userName: string }): UserUploadUsage => ({
  userId: usage.userId,
  userName: usage.userName,
  storedBytes: usage.storedBytes,
  reservedBytes: usage.reservedBytes,
  fileCount: usage.fileCount,
});
