import { ByteCursor } from '../bytes/byte-cursor.ts';

/** What is in `esds`. */
export interface ElementaryStream {
  /** The codec: 0x40 AAC, 0x6b MP3, and so on. */
  objectType: number;
  /** The decoder's own header; undefined where there is none. */
  config: Uint8Array | undefined;
}

const FLAGS_AND_VERSION_BYTES = 4;
const STREAM = 3;
const DECODER = 4;
const DECODER_SPECIFIC = 5;

/**
 * ISO 14496-1, section 7.2.6.5: the descriptors of the stream and of its decoder, from the content of an `esds` box.
 * Throws `damaged` when it ends before the codec is told.
 */
export function readElementaryStream(esds: Uint8Array): ElementaryStream {
  const stream = enterDescriptor(new ByteCursor(esds, FLAGS_AND_VERSION_BYTES), STREAM);
  stream.skip(2);
  const flags = stream.u8();
  if (flags & 0x80) stream.skip(2);
  if (flags & 0x40) stream.skip(stream.u8());
  if (flags & 0x20) stream.skip(2);
  const decoder = enterDescriptor(stream, DECODER);
  const objectType = decoder.u8();
  decoder.skip(12);
  return { objectType, config: readConfig(decoder) };
}

function enterDescriptor(cursor: ByteCursor, tag: number): ByteCursor {
  while (cursor.u8() !== tag) cursor.skip(readDescriptorLength(cursor));
  const length = readDescriptorLength(cursor);
  return new ByteCursor(cursor.take(Math.min(cursor.remaining, length)));
}

function readConfig(decoder: ByteCursor): Uint8Array | undefined {
  try {
    return enterDescriptor(decoder, DECODER_SPECIFIC).bytes.slice();
  } catch {
    // Who needs the header of a decoder cannot do without; the codec is known all the same.
    return undefined;
  }
}

/** Seven bits in each byte, at most four of them. */
function readDescriptorLength(cursor: ByteCursor): number {
  let length = 0;
  for (let count = 0; count < 4; count += 1) {
    const byte = cursor.u8();
    length = length * 128 + (byte & 0x7f);
    if (byte < 0x80) break;
  }
  return length;
}
