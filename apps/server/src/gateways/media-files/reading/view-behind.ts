import { FileView } from './file-view.ts';

/** A file without its first bytes. */
export class ViewBehind extends FileView {
  readonly size: number;
  readonly countableBytes: number;
  readonly #whole: FileView;
  readonly #start: number;

  constructor(whole: FileView, start: number) {
    super();
    this.#whole = whole;
    this.#start = start;
    this.size = Math.max(0, whole.size - start);
    this.countableBytes = whole.countableBytes;
  }

  protected readInside(position: number, length: number): Buffer {
    return this.#whole.read(this.#start + position, length);
  }
}
