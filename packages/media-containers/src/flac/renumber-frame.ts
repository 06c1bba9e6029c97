import { crc16, crc8 } from '../bytes/crc.ts';
import { codedLength, codeNumber } from './coded-number.ts';
import { bytesBehindNumber } from './frame-header.ts';

/** Sync, block size, sample rate, channels and bit depth; the number follows. */
const FIXED_HEADER_BYTES = 4;

/**
 * Gives a frame of a stream with fixed block size another number (RFC 9639, section 9.1): an encoder that began in the middle
 * counts from 0, and decoders seek by these numbers.
 */
export function renumberFlacFrame(frame: Uint8Array, frameNumber: number): Uint8Array {
  const oldNumberBytes = codedLength(frame[FIXED_HEADER_BYTES] ?? 0);
  const number = codeNumber(frameNumber);
  const result = new Uint8Array(frame.length - oldNumberBytes + number.length);
  result.set(frame.subarray(0, FIXED_HEADER_BYTES));
  result.set(number, FIXED_HEADER_BYTES);
  result.set(frame.subarray(FIXED_HEADER_BYTES + oldNumberBytes), FIXED_HEADER_BYTES + number.length);
  const headerEnd = FIXED_HEADER_BYTES + number.length + bytesBehindNumber(frame[2] ?? 0);
  result[headerEnd] = crc8(result, 0, headerEnd);
  const bodyEnd = result.length - 2;
  new DataView(result.buffer).setUint16(bodyEnd, crc16(result, 0, bodyEnd));
  return result;
}
