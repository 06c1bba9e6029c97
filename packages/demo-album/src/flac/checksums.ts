const crc8Table = Uint8Array.from({ length: 256 }, (_, byte) => shiftByte(byte, 8, 0x07));
const crc16Table = Uint16Array.from({ length: 256 }, (_, byte) => shiftByte(byte << 8, 16, 0x8005));

/** CRC of a frame header: polynomial x^8 + x^2 + x + 1, started at 0 (RFC 9639, section 9.1.8). */
export function crc8(bytes: Uint8Array): number {
  let crc = 0;
  for (let index = 0; index < bytes.length; index += 1) crc = crc8Table[crc ^ (bytes[index] ?? 0)] ?? 0;
  return crc;
}

/** CRC of a whole frame: polynomial x^16 + x^15 + x^2 + 1, started at 0 (RFC 9639, section 9.3). */
export function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (let index = 0; index < bytes.length; index += 1) {
    crc = ((crc << 8) & 0xffff) ^ (crc16Table[(crc >>> 8) ^ (bytes[index] ?? 0)] ?? 0);
  }
  return crc;
}

function shiftByte(start: number, width: number, polynomial: number): number {
  const top = 1 << (width - 1);
  let crc = start;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & top ? (crc << 1) ^ polynomial : crc << 1;
  return crc & ((1 << width) - 1);
}
