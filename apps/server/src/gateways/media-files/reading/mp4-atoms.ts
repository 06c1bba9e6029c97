export interface Atom {
  kind: string;
  body: Buffer;
}

const MOST_ATOMS = 20_000;

/** Atoms side by side in a block. Lengths that do not fit end the list. */
export function listAtoms(block: Buffer): Atom[] {
  const atoms: Atom[] = [];
  let at = 0;
  while (at + 8 <= block.length && atoms.length < MOST_ATOMS) {
    const size = block.readUInt32BE(at);
    const kind = block.toString('latin1', at + 4, at + 8);
    const isLong = size === 1 && at + 16 <= block.length;
    const length = size === 0 ? block.length - at : isLong ? Number(block.readBigUInt64BE(at + 8)) : size;
    const headerBytes = isLong ? 16 : 8;
    if (length < headerBytes || at + length > block.length) break;
    atoms.push({ kind, body: block.subarray(at + headerBytes, at + length) });
    at += length;
  }
  return atoms;
}

/** The body of the first atom under this path, or null. */
export function findAtom(block: Buffer, path: readonly string[]): Buffer | null {
  let body: Buffer = block;
  for (const kind of path) {
    const found = listAtoms(body).find((atom) => atom.kind === kind);
    if (found === undefined) return null;
    body = found.body;
  }
  return body;
}
