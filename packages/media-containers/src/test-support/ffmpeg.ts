import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The reason for `skip` where there is no ffmpeg, else false. */
export const lacksFfmpeg = spawnSync('ffmpeg', ['-version']).error !== undefined && 'needs ffmpeg';

/** A tone that falls in pitch over noise, different on both sides: no two places of it are alike. */
const SOUND = (seconds: number, rateHz: number) =>
  `aevalsrc='0.4*sin(2*PI*t*(300+40*t))+0.1*(random(0)-0.5)|0.3*cos(2*PI*t*(900-11*t))+0.1*(random(1)-0.5)':s=${rateHz}:d=${seconds}`;

/** Encodes the sound; `args` choose codec and container by the file's name. */
export function encode(
  name: string,
  args: readonly string[],
  { seconds, rateHz = 44_100 }: { seconds: number; rateHz?: number },
): Uint8Array {
  return inFolder((folder) => {
    const path = join(folder, name);
    run(['-f', 'lavfi', '-i', SOUND(seconds, rateHz), ...args, path]);
    return readFileSync(path);
  });
}

/** 32-bit samples, interleaved, as the decoder gives them: `-flags2 skip_manual` keeps what a player would drop. */
export function decode(file: Uint8Array, { keepsDelay = false }: { keepsDelay?: boolean } = {}): Float32Array {
  return inFolder((folder) => {
    const [input, output] = [join(folder, 'in'), join(folder, 'out')];
    writeFileSync(input, file);
    const kept = keepsDelay ? ['-flags2', '+skip_manual'] : [];
    run([...kept, '-i', input, '-map', '0:a:0', '-f', 'f32le', output]);
    const bytes = readFileSync(output);
    return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4).slice();
  });
}

/** MD5 of each packet's bytes, as FFmpeg's own demuxer finds them. */
export function packetHashes(file: Uint8Array): string[] {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'in'), file);
    const output = run(['-i', join(folder, 'in'), '-map', '0:a:0', '-c', 'copy', '-f', 'framemd5', '-']);
    return output
      .split('\n')
      .filter((line) => /^\d/.test(line))
      .map((line) => line.split(',').at(5)?.trim() ?? '');
  });
}

function run(args: readonly string[]): string {
  const result = spawnSync('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args], { maxBuffer: 2 ** 28 });
  if (result.status !== 0) throw new Error(`ffmpeg ${args.join(' ')}: ${String(result.stderr)}`);
  return String(result.stdout);
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'media-containers-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
