/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Damages as disks, downloads and people with bad intentions do: bytes changed, mostly in headers, pieces lost, doubled or zeroed. */
export function mutate(original: Uint8Array, random: () => number): Uint8Array {
  const bytes = Uint8Array.from(original);
  const at = (share: number) => Math.floor(random() * bytes.length * share);
  const kind = Math.floor(random() * 5);
  if (kind === 0) return bytes.subarray(0, at(1));
  if (kind === 1) {
    const [from, length] = [at(1), at(0.2)];
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(Math.min(bytes.length, from + length))]);
  }
  if (kind === 2) {
    const [from, length] = [at(1), at(0.2)];
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(at(1), at(1) + length), bytes.subarray(from)]);
  }
  if (kind === 3) {
    const from = at(1);
    return bytes.fill(random() < 0.5 ? 0 : 255, from, from + at(0.1));
  }
  const isHeader = random() < 0.6;
  const changes = 1 + Math.floor(random() * 40);
  for (let change = 0; change < changes; change++) {
    const place = isHeader ? Math.floor(random() * Math.min(bytes.length, 4096)) : at(1);
    bytes[place] = Math.floor(random() * 256);
  }
  return bytes;
}
