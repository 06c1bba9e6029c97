import { execFile } from 'node:child_process';
import { chown, mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './find-program.ts';
import type { DatabaseOptions, DatabaseService } from './redis.ts';
import { findFreePort, startService } from './service-process.ts';

const run = promisify(execFile);
const PLACES = ['/usr/lib/postgresql/*/bin/postgres', '/opt/homebrew/opt/postgresql@*/bin/postgres'];

export const findPostgres = (): string | undefined => findProgram('postgres', PLACES);

export interface PostgresOptions extends DatabaseOptions {
  /** Of postgresql.conf, as name=value. */
  settings?: readonly string[];
}

/**
 * PostgreSQL from the system, on the loopback, for one user without a password. As root it runs as the user `postgres`,
 * since it refuses to run as root.
 */
export async function startPostgres({
  directory,
  port,
  isDetached,
  settings = [],
}: PostgresOptions): Promise<DatabaseService> {
  const program = findPostgres() ?? 'postgres';
  const owner = await findOwner();
  await mkdir(directory, { recursive: true });
  if (owner.uid !== undefined && owner.gid !== undefined) await chown(directory, owner.uid, owner.gid);
  if ((await readdir(directory)).length === 0) {
    const args = ['-D', directory, '-U', 'jetstream', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
    await run(join(dirname(program), 'initdb'), args, { cwd: '/', ...owner });
  }
  const ownPort = port ?? (await findFreePort());
  const all = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', ...settings];
  const ready = Promise.withResolvers<void>();
  const service = await startService({
    name: 'PostgreSQL',
    program,
    args: ['-D', directory, '-p', `${ownPort}`, ...all.flatMap((setting) => ['-c', setting])],
    port: ownPort,
    cwd: '/',
    // Disconnects everyone; SIGTERM would wait for them to leave.
    stopSignal: 'SIGINT',
    ...(isDetached && { isDetached }),
    onLine: (line) => line.includes('ready to accept connections') && ready.resolve(),
    ...owner,
  });
  // Its port answers before: whoever comes then is refused.
  await Promise.race([ready.promise, service.ended]);
  return { ...service, url: `postgres://jetstream@127.0.0.1:${ownPort}/postgres` };
}

async function findOwner(): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres'])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}
