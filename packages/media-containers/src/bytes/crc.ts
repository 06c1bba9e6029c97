const crc8Table = Uint8Array.from({ length: 256 }, (_, byte) => shiftByte(byte, 8, 0x07));
const crc16Table = Uint16Array.from({ length: 256 }, (_, byte) => shiftByte(byte << 8, 16, 0x8005));
const crc32Table = Uint32Array.from({ length: 256 }, (_, byte) => shiftWord(byte));

/** Of a FLAC frame header: x^8 + x^2 + x + 1, started at 0 (RFC 9639, section 9.1.8). */
export function crc8(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0;
  for (let index = start; index < end; index += 1) crc = crc8Table[crc ^ (bytes[index] ?? 0)] ?? 0;
  return crc;
}

/** Of a FLAC frame: x^16 + x^15 + x^2 + 1, started at 0 (RFC 9639, section 9.3); 0 over a frame with its own CRC. */
export function crc16(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0;
  for (let index = start; index < end; index += 1) crc = advanceCrc16(crc, bytes[index] ?? 0);
  return crc;
}

/** Length of the longest start of `bytes`, of at least `fewest`, over which `crc16` is 0; undefined when there is none. */
export function findCrc16End(bytes: Uint8Array, fewest: number): number | undefined {
  let crc = 0;
  let end: number | undefined;
  for (let index = 0; index < bytes.length; index += 1) {
    crc = advanceCrc16(crc, bytes[index] ?? 0);
    if (crc === 0 && index + 1 >= fewest) end = index + 1;
  }
  return end;
}

const advanceCrc16 = (crc: number, byte: number): number =>
  ((crc << 8) & 0xffff) ^ (crc16Table[(crc >>> 8) ^ byte] ?? 0);

/** Of an Ogg page whose own checksum counts as zeros: polynomial 0x04c11db7, started at 0, not reflected (RFC 3533). */
export function oggCrc(page: Uint8Array): number {
  let crc = 0;
  for (let index = 0; index < page.length; index += 1) {
    const byte = index >= 22 && index < 26 ? 0 : (page[index] ?? 0);
    crc = (crc << 8) ^ (crc32Table[((crc >>> 24) ^ byte) & 0xff] ?? 0);
  }
  return crc >>> 0;
}

function shiftByte(start: number, width: number, polynomial: number): number {
  const top = 1 << (width - 1);
  let crc = start;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & top ? (crc << 1) ^ polynomial : crc << 1;
  return crc & ((1 << width) - 1);
}

function shiftWord(byte: number): number {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = crc < 0 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  return crc >>> 0;
}
