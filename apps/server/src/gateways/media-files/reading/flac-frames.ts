import type { FileView } from './file-view.ts';
import type { FlacStreamInfo } from './read-flac.ts';

const SYNC = 0xff;
const FIXED_BLOCKS = 0xf8;
const VARIABLE_BLOCKS = 0xf9;
const LONGEST_HEADER = 16;
/** Where the largest frame is not told: larger ones are rare, of high rates and many channels. */
const USUAL_LARGEST_FRAME = 64 * 1024;
const CRC_POLYNOMIAL = 0x07;
const BLOCK_CODE_8_BITS = 6;
const BLOCK_CODE_16_BITS = 7;

/** Where the last frame before `end` stops, in samples; null when no frame is found there. */
export function findLastSample(view: FileView, end: number, info: FlacStreamInfo): number | null {
  const length = (info.largestFrameBytes || USUAL_LARGEST_FRAME) + LONGEST_HEADER;
  const start = Math.max(0, end - length);
  const tail = view.read(start, end - start);
  let last: number | null = null;
  for (let at = tail.indexOf(SYNC); at >= 0; at = tail.indexOf(SYNC, at + 1)) {
    const found = parseFrameHeader(tail.subarray(at, at + LONGEST_HEADER), info.blockSamples);
    // Bytes that look like a header by chance mostly tell of a place behind the end, and else of one before the last.
    if (found !== null && found <= info.totalSamples) last = Math.max(last ?? 0, found);
  }
  return last;
}

/** The sample behind a frame, from its header (RFC 9639, section 9.1); null when it is none. */
function parseFrameHeader(bytes: Buffer, blockSamples: number): number | null {
  const [, strategy = 0, codes = 0] = bytes;
  if (strategy !== FIXED_BLOCKS && strategy !== VARIABLE_BLOCKS) return null;
  const number = readCodedNumber(bytes, 4);
  if (number === null) return null;
  const code = codes >>> 4;
  const rateCode = codes & 15;
  const blockAt = number.end;
  const rateAt = blockAt + (code === BLOCK_CODE_8_BITS ? 1 : code === BLOCK_CODE_16_BITS ? 2 : 0);
  const crcAt = rateAt + (rateCode === 12 ? 1 : rateCode === 13 || rateCode === 14 ? 2 : 0);
  if (code === 0 || crcAt >= bytes.length || crc8(bytes.subarray(0, crcAt)) !== bytes[crcAt]) return null;
  const samples = countBlockSamples(code, bytes, blockAt);
  return strategy === VARIABLE_BLOCKS ? number.value + samples : number.value * blockSamples + samples;
}

function countBlockSamples(code: number, bytes: Buffer, at: number): number {
  if (code === BLOCK_CODE_8_BITS) return bytes.readUInt8(at) + 1;
  if (code === BLOCK_CODE_16_BITS) return bytes.readUInt16BE(at) + 1;
  if (code === 1) return 192;
  return code < BLOCK_CODE_8_BITS ? 144 << code : 1 << code;
}

/** A number of up to 36 bits, coded as UTF-8 would. */
function readCodedNumber(bytes: Buffer, at: number): { value: number; end: number } | null {
  const first = bytes[at] ?? SYNC;
  const ones = Math.clz32(~(first << 24));
  if (ones === 1 || ones > 7) return null;
  const more = Math.max(0, ones - 1);
  let value = ones === 0 ? first : first & (0x7f >> ones);
  for (let index = 1; index <= more; index++) {
    const next = bytes[at + index] ?? 0;
    if ((next & 0xc0) !== 0x80) return null;
    value = value * 64 + (next & 0x3f);
  }
  return { value, end: at + 1 + more };
}

function crc8(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x80) === 0 ? crc << 1 : ((crc << 1) ^ CRC_POLYNOMIAL) & 0xff;
  }
  return crc;
}
