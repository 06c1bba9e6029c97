import type { ByteSource } from '@jetstream/media-containers';
import type { MediaStore, StoredFile } from '#gateways/media-store.ts';
import { DomainError } from '#models/errors.ts';

/** A file's bytes for those who read here and there. Nothing stays open between two reads, so it may be kept for long. */
export class StoredFileSource implements ByteSource {
  readonly sizeBytes: number;
  readonly #mediaStore: MediaStore;
  readonly #file: StoredFile;

  constructor(mediaStore: MediaStore, file: StoredFile) {
    this.sizeBytes = file.sizeBytes;
    this.#mediaStore = mediaStore;
    this.#file = file;
  }

  /** @throws DomainError media-missing when another file is there by now. */
  async read(position: number, length: number): Promise<Uint8Array> {
    const wanted = Math.max(0, Math.min(length, this.sizeBytes - position));
    const bytes = new Uint8Array(wanted);
    if (wanted === 0) return bytes;
    const file = await this.#mediaStore.openFile(this.#file.location, this.#file);
    try {
      if (file.revision !== this.#file.revision)
        throw new DomainError('media-missing', 'The file was replaced while it was read.');
      await file.prepare(position, wanted);
      let filled = 0;
      while (filled < wanted) {
        const count = await file.read(bytes.subarray(filled), wanted - filled, position + filled);
        if (count === 0) break;
        filled += count;
      }
      file.release();
      return filled === wanted ? bytes : bytes.subarray(0, filled);
    } finally {
      file.close();
    }
  }
}
