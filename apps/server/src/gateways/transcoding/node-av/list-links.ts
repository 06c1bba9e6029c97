import { AVSEEK_SET } from 'node-av/constants';
import type { IOContext } from 'node-av/lib';
import { FileView } from '#gateways/media-files/reading/file-view.ts';
import { isOggChained, listOggLinks } from '#gateways/media-files/reading/ogg-chain.ts';
import { openIo } from './forward-reader.ts';

/** Addresses of the streams that follow each other in a file of Ogg; undefined of a usual one. @throws UnreadableMediaError */
export function listLinks(url: string): string[] | undefined {
  const io = openIo(url);
  try {
    const view = new IoView(io);
    if (!isOggChained(view)) return undefined;
    const links = listOggLinks(view);
    // What lies beyond those that are listed is left to the demuxer.
    const ends = links.map(({ end }, number) => (number === links.length - 1 ? view.size : end));
    return ends.map((end, number) => `subfile,,start,${ends[number - 1] ?? 0},end,${end},,:${url}`);
  } finally {
    io.closepSync();
  }
}

class IoView extends FileView {
  readonly size: number;
  readonly countableBytes = 0;
  readonly #io: IOContext;

  constructor(io: IOContext) {
    super();
    this.#io = io;
    this.size = Number(io.sizeSync());
  }

  protected readInside(position: number, length: number): Buffer {
    const bytes = this.#io.seekSync(BigInt(position), AVSEEK_SET) < 0n ? 0 : this.#io.readSync(length);
    return typeof bytes === 'number' ? Buffer.alloc(0) : bytes;
  }
}
