import type { MediaStore } from '#gateways/media-store.ts';
import { toCoverId } from '#models/catalogue-ids.ts';
import type { Cover } from '#models/cover.ts';
import { DomainError } from '#models/errors.ts';
import type { CoverId } from '#models/ids.ts';
import type { LibraryRepository } from '#repositories/folder-repository.ts';
import { toLibraryFile } from './library-file.ts';

/** Takes pictures out of audio files. */
export interface PictureReader {
  /** The embedded picture with that id; undefined when the file has it no more. */
  readPicture(absolutePath: string, coverId: CoverId): Promise<Uint8Array | undefined>;
}

interface CoverSourceReaderOptions {
  libraries: LibraryRepository;
  mediaStore: MediaStore;
  pictureReader: PictureReader;
}

const LARGEST_PICTURE_BYTES = 32 * 1024 * 1024;

/** Fetches the original bytes of covers from where a scan found them. */
export class CoverSourceReader {
  readonly #options: CoverSourceReaderOptions;

  constructor(options: CoverSourceReaderOptions) {
    this.#options = options;
  }

  /** @throws DomainError media-missing when the source has gone, too-large for a picture that no cover needs. */
  async readSource({ id, source }: Pick<Cover, 'id' | 'source'>): Promise<Uint8Array> {
    const library = await this.#options.libraries.findLibrary(source.libraryId);
    if (!library || library.removedAtMs !== null)
      throw new DomainError('media-missing', "The picture's library was removed.");
    const path = toLibraryFile(library.path, source.path);
    const picture =
      source.kind === 'file'
        ? await this.#options.mediaStore.readFile(path, LARGEST_PICTURE_BYTES)
        : await this.#options.pictureReader.readPicture(path, id);
    // Another picture may stand there since the scan; it gets an id of its own, and caches keep this one for ever.
    if (!picture || toCoverId(picture) !== id)
      throw new DomainError('media-missing', 'The picture was replaced or removed.');
    return picture;
  }
}
