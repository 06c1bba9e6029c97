import { WRITINGS, type Writing } from './writings.ts';

/** More text makes no guess better. */
const SAMPLE_BYTES = 2 * 1024;
const LINE_FEED = 0x0a;
const BEYOND_ASCII = /[^\0-\x7f]/u;
const UNREADABLE = '\ufffd';
const UNREADABLE_WEIGHT = -4;
const FOREIGN_WEIGHT = -1;
const CAPITAL_WEIGHT = 0.5;
const SIGN = /[\p{P}\p{Z}]/u;
const SIGN_WEIGHT = 0.5;

/**
 * Guesses in which of the encodings of old text files bytes are that are no sound UTF-8: the one by which they look most like a
 * language. Each character beyond ASCII counts by how frequent it is there and whether it stands where one of its script can
 * stand, so that times and English words do not matter (after Li and Momoi, "A composite approach to language/encoding
 * detection", 19th International Unicode Conference, 2001, methods 1 and 2). Returns a label for `TextDecoder`.
 */
export function guessEncoding(bytes: Uint8Array): string {
  const sample = takeSample(bytes);
  const texts = new Map<string, string>();
  // What mostly is sound UTF-8 has a damaged place.
  let best = { encoding: 'utf-8', score: scoreUtf8(sample) };
  for (const writing of WRITINGS)
    for (const encoding of writing.encodings) {
      const text = texts.get(encoding) ?? new TextDecoder(encoding).decode(sample);
      texts.set(encoding, text);
      const score = scoreText(text, (char, inPlace) => weigh(char, inPlace, writing));
      if (score > best.score) best = { encoding, score };
    }
  return best.encoding;
}

/** The lines that have more than ASCII: no encoding has a line feed within a character. */
function takeSample(bytes: Uint8Array): Uint8Array {
  const sample = new Uint8Array(Math.min(bytes.length, SAMPLE_BYTES));
  let length = 0;
  for (let start = 0; start < bytes.length && length < sample.length;) {
    const feed = bytes.indexOf(LINE_FEED, start);
    const line = bytes.subarray(start, feed < 0 ? bytes.length : feed + 1);
    start += line.length;
    if (!line.some((byte) => byte >= 0x80)) continue;
    const part = line.subarray(0, sample.length - length);
    sample.set(part, length);
    length += part.length;
  }
  return sample.subarray(0, length);
}

const scoreUtf8 = (sample: Uint8Array): number => scoreText(new TextDecoder().decode(sample), () => 1);

/** The mean weight of the characters beyond ASCII, 1 at most. */
function scoreText(text: string, weighSound: (char: string, inPlace: string) => number): number {
  const chars = [...text];
  let sum = 0;
  let count = 0;
  for (const [at, char] of chars.entries()) {
    if (!BEYOND_ASCII.test(char)) continue;
    count++;
    sum +=
      char === UNREADABLE
        ? UNREADABLE_WEIGHT
        : weighSound(char, `${chars[at - 1] ?? ' '}${char}${chars[at + 1] ?? ' '}`);
  }
  return count === 0 ? 0 : sum / count;
}

function weigh(char: string, inPlace: string, { frequent, other, misplaced }: Writing): number {
  const lower = char.toLowerCase();
  const isFrequent = frequent.has(lower) || frequent.has(char);
  if (!isFrequent && !other.pattern.test(lower)) return SIGN.test(char) ? SIGN_WEIGHT : FOREIGN_WEIGHT;
  const weight = (isFrequent ? 1 : other.weight) * (lower === char ? 1 : CAPITAL_WEIGHT);
  return misplaced.test(inPlace) ? weight - 1 : weight;
}
