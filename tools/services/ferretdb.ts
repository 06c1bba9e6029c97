import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../house/source-files.ts';
import { findProgram } from './find-program.ts';
import { findPostgres, startPostgres } from './postgres.ts';
import type { DatabaseOptions, DatabaseService } from './redis.ts';
import { findFreePort, startService } from './service-process.ts';

const run = promisify(execFile);
const SOURCE = join(import.meta.dirname, 'ferretdb');
const BUILT = join(root, '.cache', 'ferretdb');

/** Go, which builds it, where there is PostgreSQL too. */
export const findFerretdbBuilder = (): string | undefined => findPostgres() && findProgram('go');

/**
 * FerretDB on a PostgreSQL of its own: a server that speaks MongoDB's wire protocol, for machines without MongoDB. Built with
 * Go, once. On SQLite, its other backend, it reads the whole collection for any filter but `_id`, and updates take five times
 * as long.
 */
export async function startFerretdb({ directory, port, isDetached }: DatabaseOptions): Promise<DatabaseService> {
  const program = await build();
  await mkdir(directory, { recursive: true });
  // Its data is for trying things out: a power cut may take some of it.
  const settings = ['fsync=off', 'synchronous_commit=off'];
  const backend = await startPostgres({ directory: join(directory, 'postgres'), isDetached, settings });
  try {
    const ownPort = port ?? (await findFreePort());
    const service = await startService({
      name: 'FerretDB',
      program,
      args: ['-listen', `127.0.0.1:${ownPort}`, '-handler', 'postgresql', '-postgresql-url', backend.url],
      port: ownPort,
      ...(isDetached && { isDetached }),
    });
    const stop = async (signal?: NodeJS.Signals) => {
      await service.stop(signal);
      await backend.stop();
    };
    return { ...service, stop, url: `mongodb://127.0.0.1:${ownPort}/jetstream` };
  } catch (error) {
    await backend.stop();
    throw error;
  }
}

async function build(): Promise<string> {
  const texts = await Promise.all(['main.go', 'go.mod'].map((file) => readFile(join(SOURCE, file))));
  const version = createHash('sha256').update(Buffer.concat(texts)).digest('hex').slice(0, 12);
  const program = join(BUILT, `ferretdb-${version}`);
  if (existsSync(program)) return program;
  await mkdir(BUILT, { recursive: true });
  const unfinished = `${program}.${process.pid}`;
  await run(findFerretdbBuilder() ?? 'go', ['build', '-o', unfinished, '.'], { cwd: SOURCE });
  await rename(unfinished, program);
  return program;
}
