import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { basename } from 'node:path';
import { root } from './house/source-files.ts';

/** `npm run bench [-- name …]`: the benchmarks one after the other, each in a process of its own. */
const NOT_A_BENCHMARK = new Set(['measure', 'report']);
const all = globSync('bench/*.ts', { cwd: root })
  .map((path) => basename(path, '.ts'))
  .filter((name) => !NOT_A_BENCHMARK.has(name))
  .sort();
const asked = process.argv.slice(2);
const chosen = asked.length === 0 ? all : all.filter((name) => asked.some((part) => name.includes(part)));
if (chosen.length === 0) {
  console.error(`There is no such benchmark; there are ${all.join(', ')}.`);
  process.exit(2);
}
for (const name of chosen) {
  console.log(`\n== ${name}`);
  const child = spawn('node', [`bench/${name}.ts`], { cwd: root, stdio: 'inherit' });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) process.exitCode = 1;
}
