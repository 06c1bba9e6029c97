const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const sines = Int32Array.from({ length: 64 }, (_, step) => Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32) | 0);
const rotations = Uint8Array.from({ length: 64 }, (_, step) => shifts[(step >> 4) * 4 + (step % 4)] ?? 0);
const wordOrder = Uint8Array.from({ length: 64 }, (_, step) => {
  const round = step >> 4;
  if (round === 0) return step;
  if (round === 1) return (5 * step + 1) % 16;
  return round === 2 ? (3 * step + 5) % 16 : (7 * step) % 16;
});

/** MD5 (RFC 1321): FLAC names it for checking a stream against its samples, not for keeping secrets. */
export function md5(message: Uint8Array): Uint8Array {
  const state = Int32Array.of(0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476);
  const words = new Int32Array(16);
  const whole = message.length - (message.length % 64);
  for (let offset = 0; offset < whole; offset += 64) addBlock(state, words, message, offset);

  const tail = new Uint8Array(message.length - whole < 56 ? 64 : 128);
  tail.set(message.subarray(whole));
  tail[message.length - whole] = 0x80;
  const lengthField = new DataView(tail.buffer, tail.length - 8);
  lengthField.setUint32(0, (message.length * 8) >>> 0, true);
  lengthField.setUint32(4, Math.floor(message.length / 2 ** 29), true);
  for (let offset = 0; offset < tail.length; offset += 64) addBlock(state, words, tail, offset);

  const digest = new Uint8Array(16);
  const view = new DataView(digest.buffer);
  state.forEach((word, index) => view.setInt32(index * 4, word, true));
  return digest;
}

function addBlock(state: Int32Array, words: Int32Array, bytes: Uint8Array, offset: number): void {
  for (let word = 0; word < 16; word += 1) {
    const at = offset + word * 4;
    words[word] =
      read(bytes, at) | (read(bytes, at + 1) << 8) | (read(bytes, at + 2) << 16) | (read(bytes, at + 3) << 24);
  }
  let [a, b, c, d] = [read(state, 0), read(state, 1), read(state, 2), read(state, 3)];
  for (let step = 0; step < 64; step += 1) {
    const sum = (a + mixRound(step >> 4, b, c, d) + read(sines, step) + read(words, read(wordOrder, step))) | 0;
    const turn = read(rotations, step);
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0;
  }
  state[0] = read(state, 0) + a;
  state[1] = read(state, 1) + b;
  state[2] = read(state, 2) + c;
  state[3] = read(state, 3) + d;
}

function mixRound(round: number, b: number, c: number, d: number): number {
  if (round === 0) return (b & c) | (~b & d);
  if (round === 1) return (b & d) | (c & ~d);
  return round === 2 ? b ^ c ^ d : c ^ (b | ~d);
}

function read(values: Int32Array | Uint8Array, index: number): number {
  return values[index] ?? 0;
}
