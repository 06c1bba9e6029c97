import { ByteCursor } from '../bytes/byte-cursor.ts';
import type { SamplePosition } from '../bytes/search-positions.ts';
import type { WindowedSource } from '../bytes/windowed-source.ts';
import { readStreamInfo, STREAM_INFO_BYTES, type StreamInfo } from '../codecs/stream-info.ts';
import { MediaContainerError } from '../media-container-error.ts';

export interface FlacMetadata {
  info: StreamInfo;
  streamInfo: Uint8Array;
  /** Of frames, in the file. */
  seekPoints: SamplePosition[];
  firstFramePosition: number;
}

const STREAM_INFO = 0;
const SEEK_TABLE = 3;
const SEEK_POINT_BYTES = 18;
const MOST_BLOCKS = 10_000;
/** Half a million points of 18 bytes: one every second of six days. */
const LARGEST_SEEK_TABLE_BYTES = 9 * 1024 ** 2;

/** Reads the metadata blocks behind the marker at `start` (RFC 9639, section 8); pictures are stepped over. */
export async function readFlacMetadata(source: WindowedSource, start: number): Promise<FlacMetadata> {
  let position = start + 4;
  let streamInfo: Uint8Array | undefined;
  let table: Uint8Array = new Uint8Array();
  for (let count = 0; count < MOST_BLOCKS; count += 1) {
    const head = new ByteCursor(await source.read(position, 4));
    const [kind, length] = [head.u8(), head.u24()];
    if (position + 4 + length > source.sizeBytes) {
      throw new MediaContainerError('damaged', 'A metadata block of FLAC reaches beyond the file.');
    }
    if ((kind & 0x7f) === STREAM_INFO && !streamInfo) {
      streamInfo = (await source.read(position + 4, STREAM_INFO_BYTES)).slice();
    }
    if ((kind & 0x7f) === SEEK_TABLE && length <= LARGEST_SEEK_TABLE_BYTES) {
      table = await source.read(position + 4, length);
    }
    position += 4 + length;
    if (kind & 0x80 || !(await hasBlockAt(source, position))) break;
  }
  if (!streamInfo) throw new MediaContainerError('damaged', 'FLAC without STREAMINFO.');
  const seekPoints = readSeekPoints(table, position);
  return { info: readStreamInfo(streamInfo), streamInfo, seekPoints, firstFramePosition: position };
}

/** Whether sound begins where a block should: some writers forget to mark the last one. */
async function hasBlockAt(source: WindowedSource, position: number): Promise<boolean> {
  const [first] = await source.read(position, 1);
  return first !== undefined && first !== 0xff;
}

function readSeekPoints(table: Uint8Array, firstFramePosition: number): SamplePosition[] {
  const cursor = new ByteCursor(table);
  const points: SamplePosition[] = [];
  while (cursor.remaining >= SEEK_POINT_BYTES) {
    const [sample, offset] = [cursor.u64(), cursor.u64()];
    cursor.skip(2);
    // A placeholder has all bits set.
    if (sample < Number.MAX_SAFE_INTEGER) points.push({ sample, position: firstFramePosition + offset });
  }
  return points;
}
