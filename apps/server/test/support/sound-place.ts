import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const RATE_HZ = 44_100;
const WINDOW = RATE_HZ / 4;
/** In steps of this many samples it is searched first. */
const COARSE = 8;

/** One channel of what ffmpeg plays, with its options before the input. */
export async function decodeMono(
  input: string,
  options: readonly string[] = [],
  seconds?: number,
): Promise<Float32Array> {
  const length = seconds === undefined ? [] : ['-t', String(seconds)];
  const output = [...length, '-map', '0:a:0', '-ac', '1', '-ar', String(RATE_HZ), '-f', 'f32le', '-'];
  const { stdout } = await run('ffmpeg', ['-v', 'error', ...options, '-i', input, ...output], {
    encoding: 'buffer',
    maxBuffer: 2 ** 29,
  });
  return new Float32Array(stdout.buffer, stdout.byteOffset, Math.floor(stdout.length / 4)).slice();
}

/**
 * Milliseconds by which `part` comes later in `whole` than `expectedMs` says, within a range of half a second to both
 * sides, and how well it matches there (1: the same).
 */
export function findPlace(
  whole: Float32Array,
  part: Float32Array,
  expectedMs: number,
): { offMs: number; likeness: number } {
  const expected = Math.round((expectedMs / 1000) * RATE_HZ);
  const reach = RATE_HZ / 2;
  const likenessAt = (start: number, step: number) => {
    let [product, ofWhole, ofPart] = [0, 0, 0];
    for (let n = 0; n < Math.min(WINDOW, part.length); n += step) {
      const [a, b] = [whole[start + n] ?? 0, part[n] ?? 0];
      product += a * b;
      ofWhole += a * a;
      ofPart += b * b;
    }
    return product / Math.sqrt(ofWhole * ofPart || 1);
  };
  let best = { start: expected, likeness: -1 };
  const look = (from: number, to: number, stride: number, step: number) => {
    for (let start = from; start <= to; start += stride) {
      const likeness = likenessAt(start, step);
      if (likeness > best.likeness) best = { start, likeness };
    }
  };
  look(expected - reach, expected + reach, COARSE, 3);
  const near = best.start;
  best = { start: near, likeness: -1 };
  look(near - COARSE, near + COARSE, 1, 1);
  return { offMs: ((best.start - expected) / RATE_HZ) * 1000, likeness: best.likeness };
}
