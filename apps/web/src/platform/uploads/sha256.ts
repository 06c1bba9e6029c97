/** Round constants (FIPS 180-4, section 4.2.2): fractions of the cube roots of the first 64 primes. */
const K = new Uint32Array(64);
/** Initial values (section 5.3.3): fractions of the square roots of the first 8. */
const INITIAL = new Uint32Array(8);
const isPrime = (n: number): boolean => {
  for (let at = 2; at * at <= n; at++) if (n % at === 0) return false;
  return true;
};
const fraction = (root: number): number => Math.floor((root - Math.floor(root)) * 2 ** 32);
for (let n = 2, count = 0; count < 64; n++) {
  if (!isPrime(n)) continue;
  if (count < 8) INITIAL[count] = fraction(Math.sqrt(n));
  K[count++] = fraction(Math.cbrt(n));
}

const BLOCK_BYTES = 64;
const at = (words: Uint32Array, index: number): number => words[index] ?? 0;
const rotate = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

/**
 * SHA-256 in pieces: a browser's own takes a file only as a whole, which has no room in memory, and on plain http it is
 * not there at all.
 */
export class Sha256 {
  readonly #state = INITIAL.slice();
  readonly #schedule = new Uint32Array(64);
  readonly #rest = new Uint8Array(BLOCK_BYTES);
  #restLength = 0;
  #lengthBytes = 0;

  update(bytes: Uint8Array): void {
    this.#lengthBytes += bytes.length;
    let from = 0;
    if (this.#restLength > 0) {
      from = Math.min(bytes.length, BLOCK_BYTES - this.#restLength);
      this.#rest.set(bytes.subarray(0, from), this.#restLength);
      this.#restLength += from;
      if (this.#restLength < BLOCK_BYTES) return;
      this.#mix(new DataView(this.#rest.buffer), 0);
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (; from + BLOCK_BYTES <= bytes.length; from += BLOCK_BYTES) this.#mix(view, from);
    this.#rest.set(bytes.subarray(from));
    this.#restLength = bytes.length - from;
  }

  /** In hex. Nothing can be added afterwards. */
  digest(): string {
    const lengthBytes = this.#lengthBytes;
    const padding = new Uint8Array(this.#restLength < 56 ? 64 - this.#restLength : 128 - this.#restLength);
    padding[0] = 0x80;
    const tail = new DataView(padding.buffer);
    tail.setUint32(padding.length - 8, Math.floor(lengthBytes / 2 ** 29));
    tail.setUint32(padding.length - 4, (lengthBytes << 3) >>> 0);
    this.update(padding);
    return [...this.#state].map((word) => word.toString(16).padStart(8, '0')).join('');
  }

  #mix(block: DataView, offset: number): void {
    const w = this.#schedule;
    for (let t = 0; t < 16; t++) w[t] = block.getUint32(offset + t * 4);
    for (let t = 16; t < 64; t++) {
      const [before, last] = [at(w, t - 15), at(w, t - 2)];
      const s0 = rotate(before, 7) ^ rotate(before, 18) ^ (before >>> 3);
      const s1 = rotate(last, 17) ^ rotate(last, 19) ^ (last >>> 10);
      w[t] = at(w, t - 16) + s0 + at(w, t - 7) + s1;
    }
    const state = this.#state;
    let a = at(state, 0);
    let b = at(state, 1);
    let c = at(state, 2);
    let d = at(state, 3);
    let e = at(state, 4);
    let f = at(state, 5);
    let g = at(state, 6);
    let h = at(state, 7);
    for (let t = 0; t < 64; t++) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const first = (h + s1 + ((e & f) ^ (~e & g)) + at(K, t) + at(w, t)) | 0;
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + second) | 0;
    }
    for (const [index, word] of [a, b, c, d, e, f, g, h].entries()) state[index] = at(state, index) + word;
  }
}
