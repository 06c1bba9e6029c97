import type { Config } from '#config/config.ts';
import { UploadReceiver } from '#controllers/upload-receiver.ts';
import type { ImageProcessor } from '#gateways/image-processor.ts';
import type { MediaFiles } from '#gateways/media-files.ts';
import { FileCompanions } from '#gateways/media-files/file-companions.ts';
import { isAudioName } from '@jetstream/music-files/names';
import type { MediaStore } from '#gateways/media-store.ts';
import type { UploadFiles } from '#gateways/upload-files.ts';
import { BucketUploadFiles } from '#gateways/uploads/bucket-upload-files.ts';
import { DiskUploadFiles } from '#gateways/uploads/disk-upload-files.ts';
import { DiskUploadParts } from '#gateways/uploads/disk-upload-parts.ts';
import { MemoryUploadLocks } from '#gateways/uploads/memory-upload-locks.ts';
import type { UploadId } from '#models/ids.ts';
import { schemeOf } from '#models/media-location.ts';
import type { Store } from '#repositories/repositories.ts';
import type { TaskGate } from '#services/task-gate.ts';
import { LeasedUploadLocks } from '#services/uploads/leased-upload-locks.ts';
import { UploadExaminer } from '#services/uploads/upload-examiner.ts';
import { UploadIntake, type UploadIntakeOptions } from '#services/uploads/upload-intake.ts';
import { UploadService, type UploadServiceOptions } from '#services/uploads/upload-service.ts';
import type { DataPlane } from './data-plane.ts';

interface UploadFoundation extends Pick<UploadServiceOptions, 'clock' | 'idSource' | 'events'> {
  config: Config;
  logger: UploadIntakeOptions['logger'];
  mediaStore: MediaStore;
  imageProcessor: ImageProcessor;
  imageGate: TaskGate;
  store: Pick<Store, 'repositories'>;
  dataPlane: Pick<DataPlane, 'leases'>;
}

/** What receives uploads and takes them into their library. */
export function createUploadServices(
  { config: { uploads }, store: { repositories }, dataPlane: { leases }, ...foundation }: UploadFoundation,
  mediaFiles: MediaFiles,
  scanServices: Pick<UploadIntakeOptions, 'scanService' | 'libraryService'>,
) {
  const parts = new DiskUploadParts({
    directory: uploads.partsDirectory,
    mayLieElsewhere: !uploads.arePartsShared,
  });
  const files = openUploadFiles(uploads.location, parts, foundation.mediaStore);
  const locks = new LeasedUploadLocks({
    locks: new MemoryUploadLocks(),
    leases,
    clock: foundation.clock,
    createHolder: () => foundation.idSource.createId(),
  });
  const { imageProcessor, imageGate } = foundation;
  const companions = new FileCompanions({
    sample: (bytes) => imageGate.run('background', () => imageProcessor.sample(bytes)),
  });
  const examiner = new UploadExaminer({ parts, mediaFiles, companions });
  const tools = { ...foundation, ...scanServices, repositories, parts, files, locks, companions, isAudioName };
  const uploadIntake = new UploadIntake({ ...tools, examiner });
  const uploadService = new UploadService({ ...tools, intake: uploadIntake, limits: uploads });
  const uploadReceiver = new UploadReceiver({
    uploadService,
    async openStore() {
      const { createDiskTusStore } = await import('#gateways/uploads/disk-tus-store.ts');
      return createDiskTusStore(uploads.partsDirectory, {
        findUpload: (id) => repositories.uploads.findUpload(id as UploadId),
        isElsewhere: async (id) => parts.mayLieElsewhere && (await parts.measure(id)) === undefined,
      });
    },
  });
  return { uploadIntake, uploadService, uploadReceiver };
}

const openUploadFiles = (location: string, parts: DiskUploadParts, mediaStore: MediaStore): UploadFiles =>
  schemeOf(location) === 's3'
    ? new BucketUploadFiles({ location, parts, mediaStore })
    : new DiskUploadFiles(location, parts);
