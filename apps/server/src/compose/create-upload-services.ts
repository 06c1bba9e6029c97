import type { Config } from '#config/config.ts';
import { UploadReceiver } from '#controllers/upload-receiver.ts';
import type { MediaFiles } from '#gateways/media-files.ts';
import { isAudioName } from '#gateways/media-files/file-kinds.ts';
import { DiskUploadFiles } from '#gateways/uploads/disk-upload-files.ts';
import { MemoryUploadLocks } from '#gateways/uploads/memory-upload-locks.ts';
import type { UploadId } from '#models/ids.ts';
import type { Store } from '#repositories/repositories.ts';
import { LeasedUploadLocks } from '#services/uploads/leased-upload-locks.ts';
import { UploadIntake, type UploadIntakeOptions } from '#services/uploads/upload-intake.ts';
import { UploadService, type UploadServiceOptions } from '#services/uploads/upload-service.ts';
import type { DataPlane } from './data-plane.ts';

interface UploadFoundation extends Pick<UploadServiceOptions, 'clock' | 'idSource' | 'events'> {
  config: Config;
  logger: UploadIntakeOptions['logger'];
  store: Pick<Store, 'repositories'>;
  dataPlane: Pick<DataPlane, 'leases'>;
}

/** What receives uploads and takes them into their library. */
export function createUploadServices(
  { config: { uploads }, store: { repositories }, dataPlane: { leases }, ...foundation }: UploadFoundation,
  mediaFiles: MediaFiles,
  scanServices: Pick<UploadIntakeOptions, 'scanService' | 'libraryService'>,
) {
  const files = new DiskUploadFiles(uploads.location);
  const locks = new LeasedUploadLocks({
    locks: new MemoryUploadLocks(),
    leases,
    createHolder: () => foundation.idSource.createId(),
  });
  const parts = { ...foundation, ...scanServices, repositories, files, locks, mediaFiles, isAudioName };
  const uploadIntake = new UploadIntake(parts);
  const uploadService = new UploadService({ ...parts, intake: uploadIntake, limits: uploads });
  const uploadReceiver = new UploadReceiver({
    uploadService,
    async openStore() {
      const { createDiskTusStore } = await import('#gateways/uploads/disk-tus-store.ts');
      return createDiskTusStore(files.gathering.rootPath, {
        findUpload: (id) => repositories.uploads.findUpload(id as UploadId),
      });
    },
  });
  return { uploadIntake, uploadService, uploadReceiver };
}
