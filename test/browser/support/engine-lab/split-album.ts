import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export type AlbumCodec = 'flac' | 'opus' | 'mp3' | 'aac' | 'vorbis';

/** How each is encoded, unless a test says otherwise; MP3 with the tag that tells delay and padding. */
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
  options: {
    cuts: readonly number[];
    codec: AlbumCodec;
    folder: string;
    name: string;
    sampleRateHz: number;
    /** Of the encoder, behind its usual ones. */
    args?: readonly string[];
  },
): Promise<string[]> {
  const { cuts, codec, folder, name, sampleRateHz } = options;
  const { extension } = encoders[codec];
  const args = [...encoders[codec].args, ...(options.args ?? [])];
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

/** What the parts sound like one behind the other, decoded by another program than the browser; each as long as it was cut. */
export async function decodeParts(
  files: readonly string[],
  options: { folder: string; codec: AlbumCodec; edges: readonly number[]; sampleRateHz: number },
): Promise<Float32Array> {
  const { folder, codec, edges, sampleRateHz } = options;
  const paths = files.map((file) => join(folder, file));
  const parts = codec === 'aac' ? await decodeAac(paths, sampleRateHz) : await decodeEach(paths, codec, sampleRateHz);
  const whole = new Float32Array(edges.at(-1) ?? 0);
  for (const [index, samples] of parts.entries()) {
    const [from = 0, to = 0] = [edges[index], edges[index + 1]];
    whole.set(samples.subarray(0, to - from), from);
  }
  return whole;
}

/** Opus by the library that Chromium has too: FFmpeg's own decoder differs from it in speech. */
function decodeEach(paths: readonly string[], codec: AlbumCodec, sampleRateHz: number): Promise<Float32Array[]> {
  const decoder = codec === 'opus' ? ['-c:a', 'libopus'] : [];
  return Promise.all(paths.map((path) => decode([...decoder, '-i', path], sampleRateHz)));
}

const AAC_FRAME_SAMPLES = 1_024;

/**
 * By one decoder from the first to the last packet, as in a browser: where the encoder only says how much noise there is
 * (ISO 14496-3, 4.6.13), each decoder makes up its own, going on from the noise before.
 */
async function decodeAac(paths: readonly string[], sampleRateHz: number): Promise<Float32Array[]> {
  const packets = await Promise.all(paths.map((path) => read(['-i', path, '-c', 'copy', '-f', 'adts', 'pipe:1'])));
  const all = await decode(['-f', 'aac', '-i', 'pipe:0'], sampleRateHz, Buffer.concat(packets));
  let at = 0;
  return packets.map((adts) => {
    const from = at;
    at += countAdtsFrames(adts) * AAC_FRAME_SAMPLES;
    // FFmpeg's encoder begins with one packet that is not heard.
    return all.subarray(from + AAC_FRAME_SAMPLES, at);
  });
}

/** By the lengths in their headers (ISO 13818-7, 6.2). */
function countAdtsFrames(adts: Buffer): number {
  let count = 0;
  for (let at = 0; at + 7 <= adts.length; at += (adts.readUIntBE(at + 3, 3) >> 5) & 0x1fff) count += 1;
  return count;
}

/** The first channel: a mixture of two would be louder or softer than what was encoded. */
async function decode(input: readonly string[], sampleRateHz: number, stdin?: Buffer): Promise<Float32Array> {
  const output = ['-f', 'f32le', '-af', 'pan=mono|c0=c0', '-ar', String(sampleRateHz), 'pipe:1'];
  return new Float32Array(new Uint8Array(await read([...input, ...output], stdin)).buffer);
}

async function read(args: readonly string[], stdin?: Buffer): Promise<Buffer> {
  const reading = run('ffmpeg', ['-v', 'error', ...args], { encoding: 'buffer', maxBuffer: 64_000_000 });
  reading.child.stdin?.end(stdin);
  return (await reading).stdout;
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
