import { concatBytes } from '../bytes/byte-arrays.ts';

/** RFC 8794: id, size as a variable-length integer, content. The id is written as it is, its length marker included. */
export function element(id: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(parts);
  return concatBytes([idBytes(id), sizeBytes(content.length), content]);
}

/** An element whose end nobody knows yet: everything that follows belongs to it. */
export function openElement(id: number): Uint8Array {
  return concatBytes([idBytes(id), Uint8Array.of(0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)]);
}

export function uintElement(id: number, value: number): Uint8Array {
  return element(id, bigEndian(value));
}

export function floatElement(id: number, value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value);
  return element(id, bytes);
}

function idBytes(id: number): Uint8Array {
  return bigEndian(id);
}

function sizeBytes(size: number): Uint8Array {
  let length = 1;
  while (size >= 2 ** (7 * length) - 1) length += 1;
  const bytes = bigEndian(size, length);
  bytes[0] = (bytes[0] ?? 0) | (0x80 >> (length - 1));
  return bytes;
}

function bigEndian(value: number, length = 1): Uint8Array {
  const bytes: number[] = [];
  for (let left = value; left > 0 || bytes.length < length; left = Math.floor(left / 256)) bytes.unshift(left % 256);
  return Uint8Array.from(bytes);
}
