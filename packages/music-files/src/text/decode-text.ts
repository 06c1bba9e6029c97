import { guessEncoding } from './guess-encoding.ts';

const windows1252 = new TextDecoder('windows-1252');
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const utf16le = new TextDecoder('utf-16le');
const utf16be = new TextDecoder('utf-16be');

/** Text of bytes each: many wrote UTF-8 where another code was meant, and text that is valid UTF-8 hardly is anything else. */
export const decodeEightBit = (bytes: Uint8Array): string => tryUtf8(bytes) ?? windows1252.decode(bytes);

/** UTF-16 with a byte order mark, little endian without one. */
export function decodeUtf16(bytes: Uint8Array): string {
  const even = bytes.subarray(0, bytes.length & ~1);
  return even[0] === 0xfe && even[1] === 0xff ? utf16be.decode(even) : utf16le.decode(even);
}

/**
 * Text of a file, in UTF-16, UTF-8, or the encoding of before Unicode in which it looks most like a language: Chinese,
 * Japanese, Korean, Thai, Cyrillic, Greek, Hebrew, Arabic, or the Latin of western and central Europe, Turkey and the Baltic.
 */
export function decodeText(bytes: Uint8Array): string {
  const isMarked = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (isMarked) return decodeUtf16(bytes);
  const unmarked = findUnmarkedUtf16(bytes);
  if (unmarked !== undefined) return unmarked.decode(bytes.subarray(0, bytes.length & ~1));
  return tryUtf8(bytes) ?? new TextDecoder(guessEncoding(bytes)).decode(bytes);
}

function tryUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** ASCII, of which at least spaces, digits and line breaks are, has a zero in each second byte of UTF-16; other text has none. */
function findUnmarkedUtf16(bytes: Uint8Array): TextDecoder | undefined {
  const zeros = [0, 0] as [number, number];
  for (let at = bytes.indexOf(0); at >= 0; at = bytes.indexOf(0, at + 1)) zeros[at & 1 ? 1 : 0]++;
  const [even, odd] = zeros;
  if (Math.max(even, odd) < Math.max(2, bytes.length / 20)) return undefined;
  if (odd > even * 4) return utf16le;
  return even > odd * 4 ? utf16be : undefined;
}
