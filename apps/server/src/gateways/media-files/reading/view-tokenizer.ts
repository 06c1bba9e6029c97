import { AbstractTokenizer, EndOfStreamError, type IFileInfo, type IReadChunkOptions } from 'strtok3';
import type { FileView } from './file-view.ts';

const WINDOW_BYTES = 64 * 1024;

/** Lets music-metadata read through a `FileView`: its many reads of a few bytes come from a window in memory. */
export class ViewTokenizer extends AbstractTokenizer {
  override fileInfo: IFileInfo;
  readonly #view: FileView;
  readonly #base: number;
  #window: Buffer = Buffer.alloc(0);
  #windowAt = 0;

  /** Shows the file from `base` to `end`. */
  constructor(view: FileView, path: string, { base, end }: { base: number; end: number }) {
    const fileInfo = { size: end - base, path };
    super({ fileInfo });
    this.fileInfo = fileInfo;
    this.#view = view;
    this.#base = base;
  }

  override supportsRandomAccess(): boolean {
    return true;
  }

  setPosition(position: number): void {
    this.position = position;
  }

  override readBuffer(target: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    return this.#take(target, options, true);
  }

  override peekBuffer(target: Uint8Array, options?: IReadChunkOptions): Promise<number> {
    return this.#take(target, options, false);
  }

  async #take(target: Uint8Array, options: IReadChunkOptions | undefined, advances: boolean): Promise<number> {
    const { length, position, mayBeLess } = this.normalizeOptions(target, options);
    const bytes = this.#read(position, length);
    target.set(bytes);
    if (advances) this.position = position + bytes.length;
    if (bytes.length < length && !mayBeLess) throw new EndOfStreamError();
    return bytes.length;
  }

  #read(position: number, length: number): Buffer {
    if (length > WINDOW_BYTES) return this.#view.read(this.#base + position, length);
    const start = position - this.#windowAt;
    if (start >= 0 && start + length <= this.#window.length) return this.#window.subarray(start, start + length);
    this.#windowAt = position;
    this.#window = this.#view.read(this.#base + position, WINDOW_BYTES);
    return this.#window.subarray(0, length);
  }
}
