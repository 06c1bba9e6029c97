import { ID3V2_HEAD_BYTES, measureId3v2 } from '@jetstream/media-containers';
import { AVSEEK_SET } from 'node-av/constants';
import { InputFormat, IOContext } from 'node-av/lib';

const MOST_TAGS = 8;
const PROBED_BYTES = 65_536;

/** A file that begins with ID3v2 tags, which few demuxers of FFmpeg look behind. */
export interface TaggedMedia {
  tagBytes: number;
  /** Of what follows. */
  format: InputFormat;
}

/** Undefined when there is no tag, or nothing known behind it. */
export function lookBehindTags(url: string): TaggedMedia | undefined {
  const io = new IOContext();
  if (io.open2Sync(url) < 0) return undefined;
  try {
    let tagBytes = 0;
    for (let count = 0; count < MOST_TAGS; count++) {
      const length = measureId3v2(readAt(io, tagBytes, ID3V2_HEAD_BYTES));
      if (length === 0) break;
      tagBytes += length;
    }
    const format = tagBytes === 0 ? null : InputFormat.probe(readAt(io, tagBytes, PROBED_BYTES), url);
    return format === null ? undefined : { tagBytes, format };
  } finally {
    io.closepSync();
  }
}

function readAt(io: IOContext, position: number, length: number): Buffer {
  const bytes = io.seekSync(BigInt(position), AVSEEK_SET) < 0n ? 0 : io.readSync(length);
  return typeof bytes === 'number' ? Buffer.alloc(0) : bytes;
}
