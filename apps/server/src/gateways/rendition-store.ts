import type { CoverId } from '#models/ids.ts';
import type { Rendition } from '#models/rendition.ts';
import type { KeptFiles } from './kept-files.ts';

/** Rendered pictures, kept to save work: anything in it may go at any time and be made again. */
export interface RenditionStore extends KeptFiles<CoverId> {
  findRendition(rendition: Rendition): Promise<Uint8Array | undefined>;
  /** The sizes kept of a picture in a format. */
  listSizes(coverId: CoverId, format: Rendition['format']): Promise<number[]>;
  /** Whole or not at all, also when the process ends in between. */
  saveRendition(rendition: Rendition, bytes: Uint8Array): Promise<void>;
}
