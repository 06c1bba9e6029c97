import { parseLyrics, decodeText } from '@jetstream/music-files';
import { LARGEST_COMPANION_BYTES, rankCover, isLyricsName } from '@jetstream/music-files/names';
import { DomainError } from '#models/errors.ts';
import type { CompanionKind, Companions } from '../companions.ts';
import type { ImageProcessor } from '../image-processor.ts';

/** Covers and lyrics by the names and contents that scans read. */
export class FileCompanions implements Companions {
  readonly largestBytes = LARGEST_COMPANION_BYTES;
  readonly #imageProcessor: Pick<ImageProcessor, 'sample'>;

  constructor(imageProcessor: Pick<ImageProcessor, 'sample'>) {
    this.#imageProcessor = imageProcessor;
  }

  kindOf(name: string): CompanionKind | undefined {
    if (rankCover(name) !== undefined) return 'cover';
    return isLyricsName(name) ? 'lyrics' : undefined;
  }

  isGenuine(kind: CompanionKind, bytes: Uint8Array): Promise<boolean> {
    return this.#judges[kind](bytes);
  }

  readonly #judges: Readonly<Record<CompanionKind, (bytes: Uint8Array) => Promise<boolean>>> = {
    cover: async (bytes) => {
      try {
        await this.#imageProcessor.sample(bytes);
        return true;
      } catch (error) {
        if (error instanceof DomainError && error.code === 'unsupported') return false;
        throw error;
      }
    },
    lyrics: async (bytes) => parseLyrics(decodeText(bytes)) !== null,
  };
}
