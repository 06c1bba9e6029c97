import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

export interface SourceFile {
  /** From the root, with `/`. */
  path: string;
  text: string;
}

/** Files that git tracks or would track, so that a new one is checked before its first commit. */
export function listFiles(pattern: RegExp): string[] {
  const output = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  return [...new Set(output.split('\n'))].filter((path) => pattern.test(path)).sort();
}

export function readSources(pattern = /\.(?:tsx?|mjs)$/): SourceFile[] {
  return listFiles(pattern).flatMap((path) => {
    try {
      return [{ path, text: readFileSync(join(root, path), 'utf8') }];
    } catch {
      return [];
    }
  });
}
