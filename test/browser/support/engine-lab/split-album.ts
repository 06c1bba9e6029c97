import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type AlbumCodec = 'flac' | 'opus' | 'mp3' | 'aac' | 'vorbis';

/** How each is encoded; MP3 with the tag that tells delay and padding. */
const encoders: Record<AlbumCodec, { extension: string; args: readonly string[] }> = {
  flac: { extension: 'flac', args: ['-c:a', 'flac'] },
  opus: { extension: 'opus', args: ['-c:a', 'libopus', '-b:a', '192k', '-vbr', 'on'] },
  mp3: { extension: 'mp3', args: ['-c:a', 'libmp3lame', '-b:a', '256k', '-write_xing', '1'] },
  aac: { extension: 'm4a', args: ['-c:a', 'aac', '-b:a', '256k', '-movflags', '+faststart'] },
  vorbis: { extension: 'ogg', args: ['-c:a', 'libvorbis', '-q:a', '8'] },
};

export type Recording = 'sine' | 'sweep' | 'music';

/** Ten milliseconds a period, so that a shift of some of them cannot be taken for none. */
const SINE_HZ = 100;

/** One recording without a pause in it: mono samples. */
export function makeRecording(kind: Recording, { sampleRateHz, seconds }: { sampleRateHz: number; seconds: number }) {
  const samples = new Float32Array(Math.round(sampleRateHz * seconds));
  for (let index = 0; index < samples.length; index += 1) samples[index] = voices[kind](index / sampleRateHz, seconds);
  return samples;
}

const turn = 2 * Math.PI;
const chord = [110, 164.81, 220, 277.18, 329.63, 554.37];

const voices: Record<Recording, (time: number, seconds: number) => number> = {
  sine: (time) => 0.4 * Math.sin(turn * SINE_HZ * time),
  // From 50 Hz up by octaves to 5 kHz.
  sweep: (time, seconds) => {
    const octaves = Math.log2(100) / seconds;
    return 0.4 * Math.sin((turn * 50 * (2 ** (octaves * time) - 1)) / (octaves * Math.LN2));
  },
  // A chord whose notes swell one after the other, with vibrato: never silent, never the same.
  music: (time) =>
    chord.reduce(
      (sum, hz, note) =>
        sum +
        0.09 *
          (1 + 0.8 * Math.sin(turn * (0.31 + note * 0.17) * time + note)) *
          Math.sin(turn * hz * time + 1.5 * Math.sin(turn * (4.1 + note * 0.3) * time)),
      0,
    ),
};

/** Cuts the recording at these samples and encodes the parts; answers their names in `folder`. */
export async function writeParts(
  samples: Float32Array,
  options: { cuts: readonly number[]; codec: AlbumCodec; folder: string; name: string; sampleRateHz: number },
): Promise<string[]> {
  const { cuts, codec, folder, name, sampleRateHz } = options;
  const { extension, args } = encoders[codec];
  await mkdir(folder, { recursive: true });
  const edges = [0, ...cuts, samples.length];
  const files: string[] = [];
  for (let part = 0; part + 1 < edges.length; part += 1) {
    const pcm = samples.slice(edges[part], edges[part + 1]);
    const raw = join(folder, `${name}-${part}.f32`);
    await writeFile(raw, new Uint8Array(pcm.buffer));
    const file = `${name}-${codec}-${part}.${extension}`;
    const input = ['-f', 'f32le', '-ar', String(sampleRateHz), '-ac', '1', '-i', raw];
    await run('ffmpeg', ['-v', 'error', '-y', ...input, ...args, join(folder, file)]);
    files.push(file);
  }
  return files;
}

/** What the parts sound like one behind the other, decoded by another decoder than the browser's; each as long as it was cut. */
export async function decodeParts(
  files: readonly string[],
  options: { folder: string; edges: readonly number[]; sampleRateHz: number },
): Promise<Float32Array> {
  const { folder, edges, sampleRateHz } = options;
  const whole = new Float32Array(edges.at(-1) ?? 0);
  for (const [index, file] of files.entries()) {
    const output = ['-f', 'f32le', '-ac', '1', '-ar', String(sampleRateHz), 'pipe:1'];
    const { stdout } = await run('ffmpeg', ['-v', 'error', '-i', join(folder, file), ...output], {
      encoding: 'buffer',
      maxBuffer: 64_000_000,
    });
    const samples = new Float32Array(new Uint8Array(stdout).buffer);
    const [from = 0, to = 0] = [edges[index], edges[index + 1]];
    whole.set(samples.subarray(0, to - from), from);
  }
  return whole;
}

/** White noise by Mulberry32, so that two seeds have nothing in common; `amplitude` is its peak. */
export function makeNoise(options: { amplitude: number; seed: number; samples: number }): Float32Array {
  let state = options.seed * 7_919;
  return Float32Array.from({ length: options.samples }, () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return options.amplitude * (((mixed ^ (mixed >>> 14)) >>> 0) / 2_147_483_648 - 1);
  });
}
