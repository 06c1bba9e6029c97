const windows1252 = new TextDecoder('windows-1252');
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const utf16le = new TextDecoder('utf-16le');
const utf16be = new TextDecoder('utf-16be');

/** Text of bytes each: many wrote UTF-8 where another code was meant, and text that is valid UTF-8 hardly is anything else. */
export function decodeEightBit(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return windows1252.decode(bytes);
  }
}

/** UTF-16 with a byte order mark, little endian without one. */
export function decodeUtf16(bytes: Uint8Array): string {
  const even = bytes.subarray(0, bytes.length & ~1);
  return even[0] === 0xfe && even[1] === 0xff ? utf16be.decode(even) : utf16le.decode(even);
}

/** Text of a file, which says by a byte order mark that it is UTF-16. */
export function decodeText(bytes: Uint8Array): string {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  return isUtf16 ? decodeUtf16(bytes) : decodeEightBit(bytes);
}
