import { asciiBytes, concatBytes } from '../bytes/byte-arrays.ts';

/** ISO 14496-12, section 4.2: size, type, content. */
export function box(type: string, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concatBytes(parts);
  return concatBytes([u32(content.length + 8), asciiBytes(type), content]);
}

/** A box with version and flags. */
export function fullBox(type: string, [version, flags]: readonly [number, number], ...parts: Uint8Array[]): Uint8Array {
  return box(type, u32(version * 0x1000000 + flags), ...parts);
}

/** Boxes of one level, one after the other. */
export function concatBoxes(...boxes: readonly Uint8Array[]): Uint8Array {
  return concatBytes(boxes);
}

export function u8(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values);
}

export function u16(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => view.setUint16(index * 2, value));
  return bytes;
}

export function u32(...values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(values.length * 4);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => view.setUint32(index * 4, value));
  return bytes;
}

export function u64(value: number): Uint8Array {
  return u32(Math.floor(value / 0x100000000), value % 0x100000000);
}

export function zeros(length: number): Uint8Array {
  return new Uint8Array(length);
}
