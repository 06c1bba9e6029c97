import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const SAMPLE_RATE = 44_100;
const BYTES_PER_SECOND = SAMPLE_RATE * 4;

/** WAV files of noise, each of another content: `<album>/<number>.wav`, ten to a folder. */
export function makeWaves(directory: string, count: number, seconds: number): void {
  for (let index = 0; index < count; index++) {
    const path = join(directory, `Artist ${Math.floor(index / 50)}`, `Album ${Math.floor(index / 10)}`, `${index}.wav`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, buildWave(seconds, index + 1));
  }
}

function buildWave(seconds: number, seed: number): Buffer {
  const length = Math.round(seconds * BYTES_PER_SECOND);
  const wave = Buffer.alloc(44 + length);
  wave.write('RIFF', 0);
  wave.writeUInt32LE(36 + length, 4);
  wave.write('WAVEfmt ', 8);
  wave.writeUInt32LE(16, 16);
  wave.writeUInt16LE(1, 20);
  wave.writeUInt16LE(2, 22);
  wave.writeUInt32LE(SAMPLE_RATE, 24);
  wave.writeUInt32LE(BYTES_PER_SECOND, 28);
  wave.writeUInt16LE(4, 32);
  wave.writeUInt16LE(16, 34);
  wave.write('data', 36);
  wave.writeUInt32LE(length, 40);
  let state = seed;
  for (let at = 44; at + 4 <= wave.length; at += 4) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    wave.writeInt32LE(state, at);
  }
  return wave;
}
