import { startsWithAscii } from '../bytes/byte-arrays.ts';
import { ByteCursor } from '../bytes/byte-cursor.ts';
import type { WindowedSource } from '../bytes/windowed-source.ts';

export const ID3V2_HEAD_BYTES = 10;
const HAS_FOOTER = 0x10;
const MOST_TAGS = 16;

/** Where the tags at the start of a file end: some files carry several, one behind the other. */
export async function findId3v2End(source: WindowedSource): Promise<number> {
  let position = 0;
  for (let count = 0; count < MOST_TAGS; count += 1) {
    const length = measureId3v2(await source.read(position, ID3V2_HEAD_BYTES));
    if (length === 0) break;
    position += length;
  }
  return position;
}

/** Of a tag that begins so, with its head and footer (ID3 2.4.0, sections 3.1 and 3.4); 0 where none begins. */
export function measureId3v2(head: Uint8Array): number {
  if (head.length < ID3V2_HEAD_BYTES || !startsWithAscii(head, 'ID3')) return 0;
  const cursor = new ByteCursor(head, 5);
  const flags = cursor.u8();
  return ID3V2_HEAD_BYTES + readSyncSafe(cursor) + (flags & HAS_FOOTER ? ID3V2_HEAD_BYTES : 0);
}

/** Four bytes of seven bits each. */
export function readSyncSafe(cursor: ByteCursor): number {
  let value = 0;
  for (let index = 0; index < 4; index += 1) value = value * 128 + (cursor.u8() & 0x7f);
  return value;
}
