import { spawn, type ChildProcess } from 'node:child_process';
import { root } from './house/source-files.ts';

/** `npm run dev`: the server, started anew when its sources change, and Vite with the app in front of it. */
const children: ChildProcess[] = [
  spawn(
    'node',
    [
      '--watch-path=apps/server/src',
      '--watch-path=packages/api-contract/src',
      'apps/server/src/main.mjs',
      ...process.argv.slice(2),
    ],
    { cwd: root, stdio: 'inherit' },
  ),
  spawn('vite', ['apps/web'], { cwd: root, stdio: 'inherit' }),
];
const stop = () => {
  for (const child of children) child.kill('SIGTERM');
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
for (const child of children) child.on('close', stop);
