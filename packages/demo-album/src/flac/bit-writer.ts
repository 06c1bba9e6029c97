/** Collects bits, most significant first, into bytes that grow as needed. */
export type BitWriter = {
  /** Appends the low `width` bits of `value`; at most 32 at a time. */
  readonly write: (value: number, width: number) => void;
  /** Appends `zeros` zero bits and a one. */
  readonly writeUnary: (zeros: number) => void;
  readonly writeBytes: (bytes: Uint8Array) => void;
  /** Fills the last byte up with zeros. */
  readonly align: () => void;
  /** Whole bytes so far, shared with the writer: valid until the next write. */
  readonly view: (from?: number) => Uint8Array;
  readonly byteLength: () => number;
};

/** Starts an empty writer with room for `capacity` bytes. */
export function createBitWriter(capacity = 1 << 16): BitWriter {
  let bytes = new Uint8Array(capacity);
  let length = 0;
  let pending = 0;
  let pendingBits = 0;

  const reserve = (more: number): void => {
    if (length + more <= bytes.length) return;
    const grown = new Uint8Array(Math.max(bytes.length * 2, length + more));
    grown.set(bytes.subarray(0, length));
    bytes = grown;
  };
  const writeUpTo16 = (value: number, width: number): void => {
    pending = (pending << width) | (value & ((1 << width) - 1));
    pendingBits += width;
    while (pendingBits >= 8) {
      pendingBits -= 8;
      bytes[length] = pending >>> pendingBits;
      length += 1;
    }
    pending &= (1 << pendingBits) - 1;
  };
  const write = (value: number, width: number): void => {
    reserve(8);
    if (width > 16) writeUpTo16(value >>> 16, width - 16);
    writeUpTo16(value, Math.min(16, width));
  };
  const writeUnary = (zeros: number): void => {
    let left = zeros;
    for (; left >= 16; left -= 16) write(0, 16);
    write(1, left + 1);
  };
  const writeBytes = (added: Uint8Array): void => {
    reserve(added.length);
    if (pendingBits === 0) {
      bytes.set(added, length);
      length += added.length;
    } else {
      for (const byte of added) write(byte, 8);
    }
  };
  const align = (): void => {
    if (pendingBits > 0) write(0, 8 - pendingBits);
  };
  return {
    write,
    writeUnary,
    writeBytes,
    align,
    view: (from = 0) => bytes.subarray(from, length),
    byteLength: () => length,
  };
}
