import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EndpointResult } from '../../packages/api-contract/src/endpoints.ts';
import { createApiClient, type ApiClient } from '../../packages/api-contract/src/client.ts';
import type { ProbeReading } from './process-probe.ts';

const probe = new URL('process-probe.ts', import.meta.url).href;
const main = new URL('../../apps/server/src/main.ts', import.meta.url).pathname;
const PASSWORD = 'a password for measuring';

/** A process with the probe inside. */
export interface ProbedProcess {
  read(): Promise<ProbeReading>;
  resetDelays(): void;
  stop(): Promise<void>;
}

export interface BenchServer extends ProbedProcess {
  url: string;
  client: ApiClient;
  session: EndpointResult<'setUp'>;
}

/** The product as users run it, with a data folder of its own and an administrator, signed in. */
export async function startServer(musicDirectory: string): Promise<BenchServer> {
  const data = mkdtempSync(join(tmpdir(), 'jetstream-bench-'));
  const port = await findFreePort();
  const probed = startProbed(main, {
    JETSTREAM_MUSIC: musicDirectory,
    JETSTREAM_DATA: data,
    JETSTREAM_HOST: '127.0.0.1',
    JETSTREAM_PORT: String(port),
    JETSTREAM_LOG_LEVEL: 'warn',
    JETSTREAM_REQUESTS_PER_MINUTE: '1000000',
  });
  const url = `http://127.0.0.1:${port}`;
  await untilReady(url);
  const anyone = createApiClient({ baseUrl: url, fetch });
  const body = { name: 'bench', password: PASSWORD, tokenDelivery: 'body' as const };
  const session = await anyone.call('setUp', { body });
  const client = createApiClient({ baseUrl: url, fetch, getAccessToken: () => session.accessToken });
  const stop = async () => {
    await probed.stop();
    rmSync(data, { recursive: true });
  };
  return { ...probed, url, client, session, stop };
}

export function startProbed(script: string, env: Record<string, string>, args: string[] = []): ProbedProcess {
  const child = fork(script, args, {
    execArgv: ['--import', probe],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return {
    async read() {
      const answer = once(child, 'message');
      child.send('read');
      const [reading] = (await answer) as [ProbeReading];
      return reading;
    },
    resetDelays: () => void child.send('reset'),
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}

export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

export async function untilReady(url: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const response = await fetch(`${url}/ready`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${url} did not become ready`);
}

/** Resolves when no scan waits or runs and at least `count` songs are there. */
export async function untilScanned(client: ApiClient, count: number): Promise<void> {
  for (;;) {
    const { items } = await client.call('listScans', { query: { limit: 1 } });
    const { total } = await client.call('listTracks', { query: { limit: 1 } });
    if (total >= count && items.every(({ state }) => state !== 'running' && state !== 'queued')) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
