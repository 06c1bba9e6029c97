import { crc32 } from 'node:zlib';

const SEAL_BYTES = 4;

/** With a checksum behind it: what a disk or a crash has changed since is known by it. */
export function sealBytes(bytes: Uint8Array): Uint8Array {
  const sealed = Buffer.allocUnsafe(bytes.length + SEAL_BYTES);
  sealed.set(bytes);
  sealed.writeUInt32LE(crc32(bytes), bytes.length);
  return sealed;
}

/** What was sealed; undefined when it is not that, whole, any more. */
export function unsealBytes(sealed: Uint8Array): Uint8Array | undefined {
  const length = sealed.length - SEAL_BYTES;
  if (length < 0) return undefined;
  const bytes = sealed.subarray(0, length);
  const seal = new DataView(sealed.buffer, sealed.byteOffset + length, SEAL_BYTES).getUint32(0, true);
  return crc32(bytes) === seal ? bytes : undefined;
}
