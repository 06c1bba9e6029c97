import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { BackendKind } from './child-messages.ts';

export interface BackendWish {
  backend: 'auto' | BackendKind | 'none';
  ffmpegPath: string | null;
}

export interface FoundBackends {
  /** The best first. */
  backends: BackendKind[];
  ffmpegPath: string;
  ffprobePath: string;
}

const PROGRAM_FOLDERS = ['/usr/local/bin', '/usr/bin', '/bin', '/opt/homebrew/bin', '/opt/local/bin', '/snap/bin'];

/** What is installed of what is wanted; nothing is loaded or started for it. */
export function findBackends({ backend, ffmpegPath }: BackendWish): FoundBackends {
  const program =
    ffmpegPath ?? PROGRAM_FOLDERS.map((folder) => join(folder, 'ffmpeg')).find((path) => existsSync(path));
  const isThere = { 'node-av': hasNodeAv(), ffmpeg: program !== undefined && existsSync(program) };
  const wanted: BackendKind[] = backend === 'auto' ? ['node-av', 'ffmpeg'] : backend === 'none' ? [] : [backend];
  const found = program ?? 'ffmpeg';
  return {
    backends: wanted.filter((kind) => isThere[kind]),
    ffmpegPath: found,
    ffprobePath: join(dirname(found), found.endsWith('.exe') ? 'ffprobe.exe' : 'ffprobe'),
  };
}

/** Of node-av and the FFmpeg in it; undefined where it is not installed. Read, not loaded. */
export function findNodeAvVersion(): string | undefined {
  if (!hasNodeAv()) return undefined;
  const path = new URL('../../package.json', import.meta.resolve('node-av/lib'));
  return (JSON.parse(readFileSync(path, 'utf8')) as { version?: string }).version;
}

function hasNodeAv(): boolean {
  try {
    return existsSync(new URL(import.meta.resolve('node-av/lib')));
  } catch {
    return false;
  }
}
