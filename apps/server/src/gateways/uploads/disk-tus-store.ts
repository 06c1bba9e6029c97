import { FileStore } from '@tus/file-store';
import { type DataStore, ERRORS, type KvStore, Upload as TusUpload } from '@tus/server';
import { DomainError } from '#models/errors.ts';
import type { Upload } from '#models/upload.ts';

/** What the store of parts must know of the uploads, which their owner keeps. */
export interface KnownUploads {
  findUpload(id: string): Promise<Upload | undefined>;
  /** Whether an upload that has begun lies with another server. */
  isElsewhere(id: string): Promise<boolean>;
}

/** tus sees uploads as their owner keeps them: there is no second list of them beside the parts that could disagree. */
class KnownUploadsStore implements KvStore<TusUpload> {
  readonly #known: KnownUploads;

  constructor(known: KnownUploads) {
    this.#known = known;
  }

  async get(id: string): Promise<TusUpload | undefined> {
    const upload = await this.#known.findUpload(id);
    return upload && toTusUpload(upload, 0);
  }

  async set(): Promise<void> {}

  async delete(): Promise<void> {}
}

/** Parts in files whose length is the offset, so that it cannot be wrong after a crash. */
class DiskTusStore extends FileStore {
  readonly #known: KnownUploads;

  constructor(directory: string, known: KnownUploads) {
    super({ directory, configstore: new KnownUploadsStore(known) });
    this.extensions = ['creation', 'creation-with-upload', 'termination'];
    this.#known = known;
  }

  /** One that was received whole has left the folder: its client, who may not have heard so, is told by the offset. */
  override async getUpload(id: string): Promise<TusUpload> {
    const upload = await this.#known.findUpload(id);
    if (upload === undefined) throw ERRORS.FILE_NOT_FOUND;
    if (upload.state !== 'receiving') return toTusUpload(upload, upload.sizeBytes);
    // To its client a file that is not found is one to begin anew.
    if (await this.#known.isElsewhere(id))
      throw new DomainError('unavailable', 'Another server has the beginning of this upload.', {
        retryAfterSeconds: 2,
      });
    return await super.getUpload(id);
  }
}

export const createDiskTusStore = (directory: string, known: KnownUploads): DataStore =>
  new DiskTusStore(directory, known);

const toTusUpload = ({ id, sizeBytes, fileName }: Upload, offset: number): TusUpload =>
  new TusUpload({ id, size: sizeBytes, offset, metadata: { filename: fileName } });
