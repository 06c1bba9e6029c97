import { spawn } from 'node:child_process';
import { globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './house/source-files.ts';

export const WEB_DIRECTORY = join(root, 'apps/web/dist');
const SOURCES = [
  'apps/web/{src,public}/**/*',
  'apps/web/{index.html,vite.config.ts,package.json}',
  'packages/{app-core,app-ui,api-contract}/src/**/*',
  'package-lock.json',
];

const modifiedAt = (path: string): number => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;

function isBuilt(): boolean {
  const builtAt = modifiedAt('apps/web/dist/index.html');
  return builtAt > 0 && globSync(SOURCES, { cwd: root }).every((path) => modifiedAt(path) <= builtAt);
}

/** Builds the web app when it is absent or older than its sources, and says so. */
export async function ensureWebApp(): Promise<void> {
  if (isBuilt()) return;
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
