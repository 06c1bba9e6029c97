/** Places in a shuffle are below it. */
export const SHUFFLE_PRIME = 2 ** 31 - 1;
/** Multipliers of well-known generators: they carry neighbouring seeds far apart. */
const FACTOR_SPREAD = 1_103_515_245n;
const OFFSET_SPREAD = 1_812_433_253n;

/** 31 bits that look random and are the same wherever the item is stored: FNV-1a of its id. */
export function toShuffleKey(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  // FNV leaves its last letters in the low bits only; this spreads them (MurmurHash3's finalizer).
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 1;
}

/** An affine map of shuffle keys: (key * factor + offset) modulo the prime, which fits into 64 bits. */
export interface Shuffle {
  factor: number;
  offset: number;
}

/** Each seed maps the keys one to one onto others, so that a page needs no memory of the ones before. */
export const toShuffle = (seed: number): Shuffle => ({
  factor: 1 + Number((BigInt(seed) * FACTOR_SPREAD + 12_345n) % BigInt(SHUFFLE_PRIME - 1)),
  offset: Number((BigInt(seed) * OFFSET_SPREAD) % BigInt(SHUFFLE_PRIME)),
});

/** Where the shuffle puts a key. */
export const toShuffledPlace = ({ factor, offset }: Shuffle, key: number): number =>
  Number((BigInt(key) * BigInt(factor) + BigInt(offset)) % BigInt(SHUFFLE_PRIME));
