const HEADER_BYTES = 27;
const CRC_AT = 22;
const POLYNOMIAL = 0x04c1_1db7;

/** A file of Ogg whose pages all say that they end at 0, with the checksums that they have then (RFC 3533, section 6). */
export function takePositions(file: Buffer): Buffer {
  const bare = Buffer.from(file);
  for (let at = 0; at < bare.length;) {
    const segments = bare[at + HEADER_BYTES - 1] ?? 0;
    const lacing = bare.subarray(at + HEADER_BYTES, at + HEADER_BYTES + segments);
    const end = at + HEADER_BYTES + segments + lacing.reduce((sum, size) => sum + size, 0);
    bare.writeBigInt64LE(0n, at + 6);
    bare.writeUInt32LE(0, at + CRC_AT);
    bare.writeUInt32LE(checksumOf(bare.subarray(at, end)), at + CRC_AT);
    at = end;
  }
  return bare;
}

function checksumOf(page: Buffer): number {
  let sum = 0;
  for (const byte of page) {
    sum ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) sum = sum < 0 ? (sum << 1) ^ POLYNOMIAL : sum << 1;
  }
  return sum >>> 0;
}
