import { crc8 } from '../bytes/crc.ts';
import type { StreamInfo } from '../codecs/stream-info.ts';
import { readCodedNumber } from './coded-number.ts';

export const LONGEST_HEADER_BYTES = 16;

/** RFC 9639, section 9.1. */
export interface FrameHeader {
  blockSamples: number;
  /** Of the first sample, if frames are numbered by samples; else of the frame. */
  codedNumber: number;
  isNumberedBySample: boolean;
}

const RATES_HZ = [0, 88_200, 176_400, 192_000, 8000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000];
/** What codes of the block size and of the rate add behind the coded number. */
const BLOCK_CODE_BYTES: Readonly<Record<number, number>> = { 6: 1, 7: 2 };
const RATE_CODE_BYTES: Readonly<Record<number, number>> = { 12: 1, 13: 2, 14: 2 };
const DEPTHS = [0, 8, 12, -1, 16, 20, 24, 32];

/** 0 leaves it to STREAMINFO. */
export const rateCodeOf = (sampleRateHz: number): number =>
  RATES_HZ.includes(sampleRateHz) ? RATES_HZ.indexOf(sampleRateHz) : sampleRateHz < 2 ** 16 ? 13 : 0;

/** Bytes between the coded number and the CRC, by the codes of block size and rate: the third byte of a header. */
export const bytesBehindNumber = (codes: number): number =>
  (BLOCK_CODE_BYTES[codes >> 4] ?? 0) + (RATE_CODE_BYTES[codes & 15] ?? 0);

const hasSync = (bytes: Uint8Array, start: number): boolean =>
  bytes[start] === 0xff && ((bytes[start + 1] ?? 0) & 0xfe) === 0xf8;

/** The header at `start`, of whichever stream, or undefined when there is none: sync code, fields, CRC-8. */
export function readFrameHeader(bytes: Uint8Array, start: number): FrameHeader | undefined {
  if (!hasSync(bytes, start)) return undefined;
  const codes = bytes[start + 2] ?? 0;
  const number = readCodedNumber(bytes, start + 4);
  if (!number) return undefined;
  const blockSamples = readBlockSamples(bytes, number.end, codes >> 4);
  const end = number.end + bytesBehindNumber(codes);
  if (blockSamples === 0 || end >= bytes.length) return undefined;
  if (crc8(bytes, start, end) !== bytes[end]) return undefined;
  return { blockSamples, codedNumber: number.value, isNumberedBySample: ((bytes[start + 1] ?? 0) & 1) === 1 };
}

/** As `readFrameHeader`, of this stream alone. */
export function findFrameHeader(bytes: Uint8Array, start: number, info: StreamInfo): FrameHeader | undefined {
  // Before the checksum, which costs more than all else.
  if (!hasSync(bytes, start) || !agreesWithStream((bytes[start + 2] ?? 0) & 15, bytes[start + 3] ?? 0, info))
    return undefined;
  const header = readFrameHeader(bytes, start);
  return header && header.blockSamples <= info.maxBlockSamples ? header : undefined;
}

function agreesWithStream(rateCode: number, layout: number, info: StreamInfo): boolean {
  if (rateCode === 15 || (layout & 1) === 1) return false;
  const rateHz = RATES_HZ[rateCode] ?? 0;
  if (rateHz !== 0 && rateHz !== info.sampleRateHz) return false;
  const depth = DEPTHS[(layout >> 1) & 7] ?? -1;
  if (depth !== 0 && depth !== info.bitDepth) return false;
  const channelCode = layout >> 4;
  if (channelCode > 10) return false;
  return (channelCode < 8 ? channelCode + 1 : 2) === info.channels;
}

/** Sections 9.1.1 and 9.1.6; 0 for the code that means nothing. */
function readBlockSamples(bytes: Uint8Array, position: number, code: number): number {
  if (code === 6) return (bytes[position] ?? 0) + 1;
  if (code === 7) return (bytes[position] ?? 0) * 256 + (bytes[position + 1] ?? 0) + 1;
  if (code >= 8) return 1 << code;
  if (code >= 2) return 144 << code;
  return code === 1 ? 192 : 0;
}
