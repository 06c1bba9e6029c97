import { indexOfAscii } from '../bytes/byte-arrays.ts';
import type { WindowedSource } from '../bytes/windowed-source.ts';
import { MediaContainerError } from '../media-container-error.ts';
import { CAPTURE_PATTERN, findOggPage, LONGEST_PAGE_BYTES, type OggPage } from './ogg-page.ts';

const TAIL_BYTES = 128 * 1024;
const LONGEST_TAIL_BYTES = 2 * 1024 ** 2;
/** Pages in a row whose sum is wrong: damage has some, and more are made to keep a reader busy. */
const MOST_BROKEN = 256;

/** Finds the pages of a file; what is no whole page is stepped over. */
export class OggPages {
  readonly #source: WindowedSource;

  constructor(source: WindowedSource) {
    this.#source = source;
  }

  /** The first page that begins in [position, limit) and that `accepts` takes. Throws `damaged` behind too many that are broken. */
  async find(
    position: number,
    limit: number,
    accepts: (page: OggPage) => boolean = () => true,
  ): Promise<OggPage | undefined> {
    let at = position;
    let broken = 0;
    while (at < limit) {
      const bytes = await this.#source.read(at, LONGEST_PAGE_BYTES);
      const offset = indexOfAscii(bytes, CAPTURE_PATTERN);
      const isEnd = at + bytes.length >= this.#source.sizeBytes;
      if (offset === -1) {
        if (isEnd) return undefined;
        at += Math.max(1, bytes.length - CAPTURE_PATTERN.length + 1);
      } else if (offset > 0) {
        at += offset;
      } else {
        const page = findOggPage(bytes, 0, at);
        if (page && accepts(page)) return page;
        if (!page && ++broken > MOST_BROKEN) throw new MediaContainerError('damaged', 'Pages of Ogg are broken.');
        at = page ? page.endPosition : at + 1;
      }
    }
    return undefined;
  }

  /** The last page on which a packet of the stream ends; undefined where the end of the file has none. */
  async findLast(first: OggPage): Promise<OggPage | undefined> {
    const { sizeBytes } = this.#source;
    const isOurs = ({ serial, granule }: OggPage) => serial === first.serial && granule !== undefined;
    for (let tail = TAIL_BYTES; tail <= LONGEST_TAIL_BYTES; tail *= 4) {
      const start = Math.max(first.position, sizeBytes - tail);
      const last = await this.#findLastIn(start, sizeBytes, isOurs);
      if (last || start === first.position) return last;
    }
    return undefined;
  }

  async #findLastIn(start: number, end: number, accepts: (page: OggPage) => boolean): Promise<OggPage | undefined> {
    let last: OggPage | undefined;
    for (
      let page = await this.find(start, end, accepts);
      page;
      page = await this.find(page.endPosition, end, accepts)
    ) {
      if ((page.granule ?? 0) < (last?.granule ?? 0))
        throw new MediaContainerError('damaged', 'Pages of an Ogg stream end before those that precede them.');
      last = page;
    }
    return last;
  }
}
