import type { UploadId, UserId } from '#models/ids.ts';
import type { Page, PageRequest } from '#models/page.ts';
import type { Upload, UploadState, UploadUsage } from '#models/upload.ts';

/** Owner of what users sent, and of who was first to send a sound. Each method is atomic by itself. */
export interface UploadRepository {
  /** False when the user's uploads would take more than `quotaBytes` with it: then it is not there. */
  createUpload(upload: Upload, quotaBytes: number): Promise<boolean>;
  /** Creates or replaces it, whatever the quota: for moving a store. One that is done claims its sound. */
  saveUpload(upload: Upload): Promise<void>;
  findUpload(id: UploadId): Promise<Upload | undefined>;
  /** Newest first. */
  listUploads(userId: UserId, page: PageRequest): Promise<Page<Upload>>;
  /** Those in this state, oldest first, created before `createdBeforeMs`. */
  listUploadsByState(state: UploadState, createdBeforeMs: number, limit: number): Promise<Upload[]>;
  /** Replaces the upload if it still is in `expectedState`; false when it is not, or is gone. */
  updateUpload(upload: Upload, expectedState: UploadState): Promise<boolean>;
  /** Its claim of a sound goes with it. */
  deleteUpload(id: UploadId): Promise<void>;
  /** Most stored bytes first; users without uploads are left out. */
  listUsage(): Promise<UploadUsage[]>;
  getUsage(userId: UserId): Promise<UploadUsage>;
  /** Who owns a sound: this upload, unless another was first. */
  claimSound(audioKey: string, id: UploadId): Promise<UploadId>;
  /** Takes the claim from `id`, if it holds it. */
  deleteClaim(audioKey: string, id: UploadId): Promise<void>;
}
