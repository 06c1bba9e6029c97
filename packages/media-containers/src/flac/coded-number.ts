/** Bytes of a number that begins with `first`: RFC 9639, section 9.1.5, codes up to 36 bits as UTF-8 codes characters. */
export const codedLength = (first: number): number => (first < 0x80 ? 1 : Math.clz32(~(first << 24)));

/** The number at `start` and where it ends, or undefined when it is not one. */
export function readCodedNumber(bytes: Uint8Array, start: number): { value: number; end: number } | undefined {
  const first = bytes[start] ?? 0;
  if (first < 0x80) return { value: first, end: start + 1 };
  const length = codedLength(first);
  if (length < 2 || length > 7) return undefined;
  let value = first & ((1 << (7 - length)) - 1);
  for (let index = 1; index < length; index += 1) {
    const next = bytes[start + index] ?? 0;
    if ((next & 0xc0) !== 0x80) return undefined;
    value = value * 64 + (next & 0x3f);
  }
  return { value, end: start + length };
}

/** The bytes of a number of up to 36 bits. */
export function codeNumber(value: number): Uint8Array {
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
