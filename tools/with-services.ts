import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServices } from './services/services.ts';

/**
 * `node tools/with-services.ts COMMAND [ARGUMENT ...]`: runs a command, such as one test file, with the databases that are
 * installed started for it and named in its environment.
 */
const [program, ...args] = process.argv.slice(2);
if (program === undefined) {
  console.error('usage: node tools/with-services.ts COMMAND [ARGUMENT ...]');
  process.exit(2);
}
const directory = await mkdtemp(join(tmpdir(), 'jetstream-services-'));
// The user that PostgreSQL runs as has to get through.
await chmod(directory, 0o711);
const services = await startServices(directory);
for (const line of services.missing) console.error(`missing ${line}`);
const { promise, resolve } = Promise.withResolvers<number>();
const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...services.variables } });
child.on('error', (error) => {
  console.error(error.message);
  resolve(127);
});
child.on('close', (code) => resolve(code ?? 1));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void child.kill(signal));
process.exitCode = await promise;
await services.stop();
await rm(directory, { recursive: true, force: true });
