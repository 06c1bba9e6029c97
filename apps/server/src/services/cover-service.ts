import type { ImageProcessor } from '#gateways/image-processor.ts';
import type { RenditionStore } from '#gateways/rendition-store.ts';
import type { Cover } from '#models/cover.ts';
import { DomainError, notFound } from '#models/errors.ts';
import type { CoverId } from '#models/ids.ts';
import { snapSize, type Rendition } from '#models/rendition.ts';
import type { CoverRepository } from '#repositories/cover-repository.ts';
import type { CoverSourceReader } from './cover-source-reader.ts';
import type { TaskGate } from './task-gate.ts';

interface CoverServiceOptions {
  covers: CoverRepository;
  renditionStore: RenditionStore;
  imageProcessor: ImageProcessor;
  sourceReader: CoverSourceReader;
  /** Shared with whoever else decodes pictures. */
  imageGate: TaskGate;
}

/** Raised when encoders or their settings change, so that clients ask again. */
const RENDERING_VERSION = 1;

/** Artwork at the sizes and in the formats that screens want. */
export class CoverService {
  readonly #options: CoverServiceOptions;
  readonly #underWay = new Map<string, Promise<Uint8Array>>();

  constructor(options: CoverServiceOptions) {
    this.#options = options;
  }

  toETag(wish: Rendition): string {
    return `"${keyOf(snap(wish))}-${RENDERING_VERSION}"`;
  }

  async getCover(id: CoverId): Promise<Cover> {
    const cover = await this.#options.covers.findCover(id);
    if (!cover) throw notFound('cover');
    return cover;
  }

  /**
   * The size is rounded up to the next step of the ladder; requests for the same rendition share one rendering.
   * @throws DomainError not-found for an unknown cover, media-missing when it cannot be made and was not kept.
   */
  async getRendition(wish: Rendition): Promise<Uint8Array> {
    const rendition = snap(wish);
    const key = keyOf(rendition);
    let bytes = this.#underWay.get(key);
    if (!bytes) {
      bytes = this.#findOrRender(rendition).finally(() => this.#underWay.delete(key));
      this.#underWay.set(key, bytes);
    }
    return bytes;
  }

  async #findOrRender(rendition: Rendition): Promise<Uint8Array> {
    const kept = await this.#options.renditionStore.findRendition(rendition);
    if (kept) return kept;
    const cover = await this.getCover(rendition.coverId);
    if (cover.fault !== null) throw new DomainError('media-missing', cover.fault);
    const source = await this.#readSource(cover);
    if (!source) return this.#findOtherSize(rendition);
    const bytes = await this.#render(cover, rendition, source);
    await this.#options.renditionStore.saveRendition(rendition, bytes);
    return bytes;
  }

  /** Undefined when the source has gone. */
  async #readSource(cover: Cover): Promise<Uint8Array | undefined> {
    try {
      return await this.#options.sourceReader.readSource(cover);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'media-missing') return undefined;
      throw await this.#toFault(cover, error);
    }
  }

  async #render(cover: Cover, { sizePx, format }: Rendition, source: Uint8Array): Promise<Uint8Array> {
    const { imageGate, imageProcessor } = this.#options;
    try {
      return await imageGate.run('urgent', () => imageProcessor.resize(source, sizePx, format));
    } catch (error) {
      throw await this.#toFault(cover, error);
    }
  }

  /** Remembers why a picture cannot be shown, so that nobody tries again. */
  async #toFault(cover: Cover, error: unknown): Promise<unknown> {
    // A store that is away says nothing about the picture.
    if (!(error instanceof DomainError) || error.code === 'unavailable') return error;
    await this.#options.covers.updateCover({ ...cover, fault: error.message });
    return new DomainError('media-missing', error.message, { cause: error });
  }

  /** Better another size than none: the next larger, else the largest. */
  async #findOtherSize(rendition: Rendition): Promise<Uint8Array> {
    const { renditionStore } = this.#options;
    const sizes = await renditionStore.listSizes(rendition.coverId, rendition.format);
    const sizePx = sizes.find((size) => size > rendition.sizePx) ?? sizes.at(-1);
    const bytes = sizePx === undefined ? undefined : await renditionStore.findRendition({ ...rendition, sizePx });
    if (!bytes) throw new DomainError('media-missing', 'The picture is not there any more.');
    return bytes;
  }
}

const snap = (wish: Rendition): Rendition => ({ ...wish, sizePx: snapSize(wish.sizePx) });
const keyOf = ({ coverId, sizePx, format }: Rendition): string => `${coverId}-${sizePx}-${format}`;
