import { mkdir } from 'node:fs/promises';
import { findProgram } from './find-program.ts';
import { findFreePort, startService, type ServiceProcess } from './service-process.ts';

export const findRedis = (): string | undefined => findProgram('redis-server');

export interface DatabaseOptions {
  /** Where it keeps its data; made when absent. Starting again on it finds what was there. */
  directory: string;
  /** A free one unless said. */
  port?: number;
  /** Not ended by Ctrl-C at the terminal. */
  isDetached?: boolean;
}

export interface DatabaseService extends ServiceProcess {
  url: string;
}

/** Redis from the system, on the loopback, writing to disk after each second as production does. */
export async function startRedis({ directory, port, isDetached }: DatabaseOptions): Promise<DatabaseService> {
  await mkdir(directory, { recursive: true });
  const ownPort = port ?? (await findFreePort());
  const args = ['--port', `${ownPort}`, '--bind', '127.0.0.1', '--dir', directory];
  const service = await startService({
    name: 'Redis',
    program: findRedis() ?? 'redis-server',
    args: [...args, '--appendonly', 'yes', '--save', '', '--maxmemory-policy', 'noeviction'],
    port: ownPort,
    ...(isDetached && { isDetached }),
  });
  return { ...service, url: `redis://127.0.0.1:${ownPort}/0` };
}
