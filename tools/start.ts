import { spawn } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { readCommand } from '../apps/server/src/command-line.ts';
import { root } from './house/source-files.ts';

/** `npm start`: builds the web app when it is absent or older than its sources, then runs the server in this process. */
const BUILT = 'apps/web/dist/index.html';
const SOURCES = [
  'apps/web/{src,public}/**/*',
  'apps/web/{index.html,vite.config.ts,package.json}',
  'packages/{app-core,app-ui,api-contract}/src/**/*',
  'package-lock.json',
];

const modifiedAt = (path: string): number => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

function isBuilt(): boolean {
  const builtAt = modifiedAt(BUILT);
  return builtAt > 0 && globSync(SOURCES, { cwd: root }).every((path) => modifiedAt(path) <= builtAt);
}

async function build(): Promise<void> {
  process.stdout.write('Building the web app; this is done once, and again when it changes...\n');
  const start = performance.now();
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const { promise, resolve } = Promise.withResolvers<number>();
  const child = spawn(process.execPath, [vite, 'build', 'apps/web', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  child.on('error', () => resolve(1));
  child.on('close', (code) => resolve(code ?? 1));
  if ((await promise) === 0) {
    process.stdout.write(`The web app is built (${((performance.now() - start) / 1000).toFixed(1)} s).\n`);
    return;
  }
  process.stderr.write(
    'The web app could not be built: what went wrong stands above. JetStream starts without its latest changes.\n',
  );
}

// Whoever asks for help, or has to correct an option, should not wait for a build first.
const { kind } = readCommand(process.argv.slice(2), process.env, process.env['INIT_CWD'] ?? process.cwd());
if (kind === 'serve' && !isBuilt()) await build();
await import('../apps/server/src/main.ts');
