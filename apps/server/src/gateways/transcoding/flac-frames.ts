const CRC8 = crcTable(8, 0x07);
const CRC16 = crcTable(16, 0x8005);
/** Sync, block size, sample rate, channels and bit depth; the number follows. */
const FIXED_HEADER_BYTES = 4;

/**
 * Gives a frame of a stream with fixed block size another number (RFC 9639, section 9.1): an encoder that began in the middle
 * counts from 0, and decoders seek by these numbers.
 */
export function renumberFlacFrame(frame: Uint8Array, frameNumber: number): Uint8Array {
  const oldNumberBytes = codedLength(frame[FIXED_HEADER_BYTES] ?? 0);
  const number = codeNumber(frameNumber);
  const extraBytes = headerExtraBytes(frame[2] ?? 0);
  const oldNumberEnd = FIXED_HEADER_BYTES + oldNumberBytes;
  const result = new Uint8Array(frame.length - oldNumberBytes + number.length);
  result.set(frame.subarray(0, FIXED_HEADER_BYTES));
  result.set(number, FIXED_HEADER_BYTES);
  result.set(frame.subarray(oldNumberEnd), FIXED_HEADER_BYTES + number.length);
  const headerEnd = FIXED_HEADER_BYTES + number.length + extraBytes;
  result[headerEnd] = crcOf(result, headerEnd, 8, CRC8);
  const bodyEnd = result.length - 2;
  new DataView(result.buffer).setUint16(bodyEnd, crcOf(result, bodyEnd, 16, CRC16));
  return result;
}

/** Block sizes and rates that the codes cannot say follow the number. */
function headerExtraBytes(codes: number): number {
  const blockCode = codes >> 4;
  const rateCode = codes & 0x0f;
  const blockBytes = blockCode === 6 ? 1 : blockCode === 7 ? 2 : 0;
  const rateBytes = rateCode === 12 ? 1 : rateCode === 13 || rateCode === 14 ? 2 : 0;
  return blockBytes + rateBytes;
}

/** UTF-8 as of 1993: up to 36 bits in seven bytes. */
function codeNumber(value: number): Uint8Array {
  if (value < 0x80) return Uint8Array.of(value);
  const bytes: number[] = [];
  let rest = value;
  // The first byte of a code of n + 1 bytes has room for 6 - n bits.
  while (rest >= 2 ** (6 - bytes.length)) {
    bytes.unshift(0x80 | (rest % 64));
    rest = Math.floor(rest / 64);
  }
  return Uint8Array.of(((0xff00 >> (bytes.length + 1)) & 0xff) + rest, ...bytes);
}

function codedLength(first: number): number {
  if (first < 0x80) return 1;
  return Math.clz32(~(first << 24));
}

function crcTable(bits: 8 | 16, polynomial: number): Uint16Array {
  const top = 1 << (bits - 1);
  const mask = 2 ** bits - 1;
  return Uint16Array.from({ length: 256 }, (_, byte) => {
    let crc = byte << (bits - 8);
    for (let bit = 0; bit < 8; bit++) crc = ((crc & top ? (crc << 1) ^ polynomial : crc << 1) & mask) >>> 0;
    return crc;
  });
}

function crcOf(bytes: Uint8Array, end: number, bits: 8 | 16, table: Uint16Array): number {
  const mask = 2 ** bits - 1;
  let crc = 0;
  for (let at = 0; at < end; at++) {
    const index = ((crc >> (bits - 8)) ^ (bytes[at] ?? 0)) & 0xff;
    crc = ((crc << 8) & mask) ^ (table[index] ?? 0);
  }
  return crc;
}
