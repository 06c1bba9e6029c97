import { startsWithAscii } from '../bytes/byte-arrays.ts';
import { ByteCursor } from '../bytes/byte-cursor.ts';
import { oggCrc } from '../bytes/crc.ts';

/** RFC 3533, section 6. */
export interface OggPage {
  position: number;
  endPosition: number;
  serial: number;
  sequence: number;
  /** Where the last packet that ends on the page ends in the stream, or undefined when none ends on it. */
  granule: number | undefined;
  /** Begins with the rest of a packet of the page before. */
  isContinued: boolean;
  isFirst: boolean;
  lacing: Uint8Array;
  body: Uint8Array;
}

export const LONGEST_PAGE_BYTES = 27 + 255 + 255 * 255;
export const CAPTURE_PATTERN = 'OggS';

const HEADER_BYTES = 27;
const IS_CONTINUED = 1;
const IS_FIRST = 2;
/** Longer than any recording: a thousand years at 48 kHz. */
const MOST_SAMPLES = 2 ** 50;

/** The page at `offset` if it is whole and its checksum agrees. */
export function findOggPage(bytes: Uint8Array, offset: number, basePosition: number): OggPage | undefined {
  if (!startsWithAscii(bytes, CAPTURE_PATTERN, offset) || offset + HEADER_BYTES > bytes.length) return undefined;
  const cursor = new ByteCursor(bytes, offset + 5);
  const flags = cursor.u8();
  const granule = cursor.i64le();
  const [serial, sequence, checksum] = [cursor.u32le(), cursor.u32le(), cursor.u32le()];
  const segments = cursor.u8();
  if (cursor.remaining < segments) return undefined;
  const lacing = cursor.take(segments);
  const bodyBytes = lacing.reduce((sum, length) => sum + length, 0);
  if (cursor.remaining < bodyBytes) return undefined;
  const body = cursor.take(bodyBytes);
  if (oggCrc(bytes.subarray(offset, cursor.position)) !== checksum) return undefined;
  return {
    position: basePosition + offset,
    endPosition: basePosition + cursor.position,
    serial,
    sequence,
    granule: granule >= 0 && granule < MOST_SAMPLES ? granule : undefined,
    isContinued: (flags & IS_CONTINUED) !== 0,
    isFirst: (flags & IS_FIRST) !== 0,
    lacing,
    body,
  };
}
