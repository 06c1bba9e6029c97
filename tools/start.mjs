import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// This file must load in any Node that is around, hence plain JavaScript: it only makes sure that a new enough one runs
// the rest, which is TypeScript. `npm ci` brings such a Node along in node_modules.
const OLDEST_MAJOR = 24;
const bundled = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url));

if (Number(process.versions.node.split('.')[0]) >= OLDEST_MAJOR) {
  const { keepCompiledCode } = await import('../apps/server/src/config/compile-cache.mjs');
  keepCompiledCode();
  await import('./start.ts');
  await import('../apps/server/src/main.mjs');
} else if (existsSync(bundled)) {
  const child = spawn(bundled, [...process.execArgv, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('close', (code) => (process.exitCode = code ?? 1));
} else {
  const advice = 'Run "npm ci" first, which brings one along, then "npm start".';
  process.stderr.write(`JetStream needs Node ${OLDEST_MAJOR} or newer; this is ${process.version}. ${advice}\n`);
  process.exitCode = 1;
}
