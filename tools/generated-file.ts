import { readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './house/source-files.ts';

/** Writes a generated file, or with `--check` on the command line fails when the committed one differs. */
export function emitGenerated(path: string, text: string): void {
  const target = join(root, path);
  if (!process.argv.includes('--check')) {
    writeFileSync(target, text);
    console.log(`wrote ${relative(root, target)}`);
    return;
  }
  if (read(target) === text) return;
  console.error(`${path} is out of date: run npm run generate and commit the result`);
  process.exitCode = 1;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
