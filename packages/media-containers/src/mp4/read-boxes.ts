import { ByteCursor } from '../bytes/byte-cursor.ts';
import type { WindowedSource } from '../bytes/windowed-source.ts';
import { MediaContainerError } from '../media-container-error.ts';

/** A box as a place in the file. */
export interface BoxPlace {
  type: string;
  contentPosition: number;
  endPosition: number;
}

const LONGEST_HEAD_BYTES = 16;
const MOST_BOXES = 10_000;
/** A sample table of 4 million entries: a day of AAC. */
const LARGEST_TABLE_BYTES = 16 * 1024 ** 2;

/** The boxes that lie in [start, end), one level deep; `isEnough` ends the list early. */
export async function listBoxes(
  source: WindowedSource,
  { contentPosition, endPosition }: Omit<BoxPlace, 'type'>,
  isEnough: (box: BoxPlace) => boolean = () => false,
): Promise<BoxPlace[]> {
  const boxes: BoxPlace[] = [];
  let position = contentPosition;
  while (position + 8 <= endPosition) {
    const box = await readBoxHead(source, position, endPosition);
    if (!box) break;
    boxes.push(box);
    if (isEnough(box)) break;
    if (boxes.length > MOST_BOXES) throw new MediaContainerError('damaged', 'There are too many boxes.');
    position = box.endPosition;
  }
  return boxes;
}

/** Content of a box, for tables and the like. Throws `too-large` beyond what a table may have. */
export async function readBox(source: WindowedSource, box: BoxPlace): Promise<ByteCursor> {
  const length = box.endPosition - box.contentPosition;
  if (length > LARGEST_TABLE_BYTES) throw new MediaContainerError('too-large', `The box ${box.type} is too large.`);
  return new ByteCursor((await source.read(box.contentPosition, length)).slice());
}

/** Boxes inside content that is in memory already. */
export function* boxesIn(cursor: ByteCursor): Generator<{ type: string; content: Uint8Array }> {
  while (cursor.remaining >= 8) {
    const size = cursor.u32();
    const type = cursor.ascii(4);
    if (size < 8 || size - 8 > cursor.remaining) return;
    yield { type, content: cursor.take(size - 8) };
  }
}

async function readBoxHead(source: WindowedSource, position: number, limit: number): Promise<BoxPlace | undefined> {
  const cursor = new ByteCursor(await source.read(position, LONGEST_HEAD_BYTES));
  let size = cursor.u32();
  const type = cursor.ascii(4);
  let headBytes = 8;
  if (size === 1) {
    size = cursor.u64();
    headBytes = 16;
  }
  // 0 means up to the end. The last box of a file that was cut off ends with the file.
  const endPosition = size === 0 ? limit : Math.min(limit, position + size);
  if (endPosition < position + headBytes) return undefined;
  return { type, contentPosition: position + headBytes, endPosition };
}
