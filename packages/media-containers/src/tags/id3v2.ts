import { startsWithAscii } from '../bytes/byte-arrays.ts';
import { ByteCursor } from '../bytes/byte-cursor.ts';
import type { WindowedSource } from '../bytes/windowed-source.ts';

const HEAD_BYTES = 10;
const HAS_FOOTER = 0x10;
const MOST_TAGS = 16;

/** Where the tags at the start of a file end: some files carry several, one behind the other. */
export async function findId3v2End(source: WindowedSource): Promise<number> {
  let position = 0;
  for (let count = 0; count < MOST_TAGS; count += 1) {
    const head = await source.read(position, HEAD_BYTES);
    if (head.length < HEAD_BYTES || !startsWithAscii(head, 'ID3')) break;
    const cursor = new ByteCursor(head, 5);
    const flags = cursor.u8();
    position += HEAD_BYTES + readSyncSafe(cursor) + (flags & HAS_FOOTER ? HEAD_BYTES : 0);
  }
  return position;
}

/** Four bytes of seven bits each. */
export function readSyncSafe(cursor: ByteCursor): number {
  let value = 0;
  for (let index = 0; index < 4; index += 1) value = value * 128 + (cursor.u8() & 0x7f);
  return value;
}
