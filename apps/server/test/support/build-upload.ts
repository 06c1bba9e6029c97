import type { UploadId, UserId } from '#models/ids.ts';
import type { Upload } from '#models/upload.ts';

export const buildUpload = (overrides: Partial<Upload> = {}): Upload => ({
  id: 'upload' as UploadId,
  userId: 'user' as UserId,
  fileName: 'song.mp3',
  folder: '',
  sizeBytes: 1000,
  checksum: null,
  state: 'receiving',
  rejection: null,
  audioKey: null,
  storedPath: null,
  createdAtMs: 0,
  endedAtMs: null,
  ...overrides,
});
