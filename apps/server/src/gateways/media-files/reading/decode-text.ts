import { decodeEightBit } from '@jetstream/music-files';

const utf8 = new TextDecoder('utf-8');
const utf16be = new TextDecoder('utf-16be');

/** Text that claims to be Latin-1. Most tags are ASCII, which needs no decoder. */
export function decodeLatin1(bytes: Uint8Array): string {
  if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return decodeEightBit(bytes);
}

export const decodeUtf8 = (bytes: Uint8Array): string => utf8.decode(bytes);

export const decodeUtf16BigEndian = (bytes: Uint8Array): string => utf16be.decode(bytes.subarray(0, bytes.length & ~1));

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte >= 0x80) return false;
  return true;
}
