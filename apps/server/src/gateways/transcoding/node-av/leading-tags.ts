import { AVSEEK_SET } from 'node-av/constants';
import { InputFormat, IOContext } from 'node-av/lib';

const HEADER_BYTES = 10;
const MOST_TAGS = 8;
const PROBED_BYTES = 65_536;
const FOOTER_FLAG = 0x10;
const BITS_OF_BYTE = 7;

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
      const length = measureTag(readAt(io, tagBytes, HEADER_BYTES));
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

/** ID3 tag version 2.4.0, section 3.1 and 3.4: four bytes of seven bits each, without the header and the footer. */
function measureTag(header: Buffer): number {
  if (header.length < HEADER_BYTES || header.toString('latin1', 0, 3) !== 'ID3') return 0;
  const size = header.subarray(6, HEADER_BYTES).reduce((sum, byte) => (sum << BITS_OF_BYTE) | (byte & 0x7f), 0);
  const hasFooter = ((header[5] ?? 0) & FOOTER_FLAG) !== 0;
  return HEADER_BYTES + size + (hasFooter ? HEADER_BYTES : 0);
}
