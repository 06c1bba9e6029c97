import { crc8 } from '../bytes/crc.ts';
import type { StreamInfo } from '../codecs/stream-info.ts';

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

/** The header at `start`, or undefined when there is none of this stream: sync code, fields, CRC-8. */
export function findFrameHeader(bytes: Uint8Array, start: number, info: StreamInfo): FrameHeader | undefined {
  const at = (offset: number) => bytes[start + offset] ?? 0;
  if (at(0) !== 0xff || (at(1) & 0xfe) !== 0xf8 || start + 6 > bytes.length) return undefined;
  if (!agreesWithStream(at(2) & 15, at(3), info)) return undefined;
  const number = readCodedNumber(bytes, start + 4);
  if (!number) return undefined;
  const [blockCode, rateCode] = [at(2) >> 4, at(2) & 15];
  const blockSamples = readBlockSamples(bytes, number.end, blockCode);
  const end = number.end + (BLOCK_CODE_BYTES[blockCode] ?? 0) + (RATE_CODE_BYTES[rateCode] ?? 0);
  if (blockSamples === 0 || blockSamples > info.maxBlockSamples || end >= bytes.length) return undefined;
  if (crc8(bytes, start, end) !== bytes[end]) return undefined;
  return { blockSamples, codedNumber: number.value, isNumberedBySample: (at(1) & 1) === 1 };
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

/** Up to 36 bits, coded as UTF-8 codes characters (RFC 9639, section 9.1.5). */
function readCodedNumber(bytes: Uint8Array, start: number): { value: number; end: number } | undefined {
  const first = bytes[start] ?? 0;
  if (first < 0x80) return { value: first, end: start + 1 };
  const ones = Math.clz32(~(first << 24));
  if (ones < 2 || ones > 7) return undefined;
  let value = first & ((1 << (7 - ones)) - 1);
  for (let index = 1; index < ones; index += 1) {
    const next = bytes[start + index] ?? 0;
    if ((next & 0xc0) !== 0x80) return undefined;
    value = value * 64 + (next & 0x3f);
  }
  return { value, end: start + ones };
}
