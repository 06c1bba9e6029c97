import { startsWithAscii } from '../bytes/byte-arrays.ts';
import { ByteCursor } from '../bytes/byte-cursor.ts';
import type { WindowedSource } from '../bytes/windowed-source.ts';

const ID3V1_BYTES = 128;
const APE_FOOTER_BYTES = 32;
const APE_HAS_HEADER = 0x80000000;
const MOST_TAGS = 4;

/** Where sound ends: before the ID3v1 and APE tags at the end of a file, whichever there are. */
export async function findTagsStart(source: WindowedSource): Promise<number> {
  let end = source.sizeBytes;
  for (let count = 0; count < MOST_TAGS; count += 1) {
    const length = (await id3v1Bytes(source, end)) || (await apeBytes(source, end));
    if (length === 0 || length > end) break;
    end -= length;
  }
  return end;
}

async function id3v1Bytes(source: WindowedSource, end: number): Promise<number> {
  if (end < ID3V1_BYTES) return 0;
  return startsWithAscii(await source.read(end - ID3V1_BYTES, 3), 'TAG') ? ID3V1_BYTES : 0;
}

/** The footer of APE tags, version 2: magic, version, size without the header, count, flags. */
async function apeBytes(source: WindowedSource, end: number): Promise<number> {
  if (end < APE_FOOTER_BYTES) return 0;
  const footer = await source.read(end - APE_FOOTER_BYTES, APE_FOOTER_BYTES);
  if (!startsWithAscii(footer, 'APETAGEX')) return 0;
  const cursor = new ByteCursor(footer, 12);
  const size = cursor.u32le();
  cursor.skip(4);
  return size + (cursor.u32le() >= APE_HAS_HEADER ? APE_FOOTER_BYTES : 0);
}
