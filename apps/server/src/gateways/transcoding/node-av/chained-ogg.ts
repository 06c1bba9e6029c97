import { AVSEEK_SET } from 'node-av/constants';
import type { IOContext } from 'node-av/lib';
import { FileView } from '#gateways/media-files/reading/file-view.ts';
import { isOggChained } from '#gateways/media-files/reading/ogg-chain.ts';
import { openIo } from './forward-reader.ts';

/** Whether labels begin anew within a file of Ogg, so that only counting tells where its sound is. @throws UnreadableMediaError */
export function isChainedFile(url: string): boolean {
  const io = openIo(url);
  try {
    return isOggChained(new IoView(io));
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
