import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EndpointResult } from '../../packages/api-contract/src/endpoints.ts';
import { createApiClient, type ApiClient } from '../../packages/api-contract/src/client.ts';
import { findFreePort } from '../../tools/services/service-process.ts';
import type { ProbeReading } from './process-probe.ts';

const probe = new URL('process-probe.ts', import.meta.url).href;
const main = new URL('../../apps/server/src/main.mjs', import.meta.url).pathname;
const PASSWORD = 'a password for measuring';

/** A process with the probe inside. */
export interface ProbedProcess {
  pid: number;
  read(): Promise<ProbeReading>;
  resetDelays(): void;
  stop(): Promise<void>;
}

/** The product as users run it, with a data folder of its own, and no user yet. */
export interface BareServer extends ProbedProcess {
  url: string;
}

export interface BenchServer extends BareServer {
  client: ApiClient;
  session: EndpointResult<'setUp'>;
}

/** With an administrator, signed in. */
export async function startServer(musicDirectory: string, settings: Settings = {}): Promise<BenchServer> {
  const bare = await startBareServer({ JETSTREAM_MUSIC: musicDirectory, ...settings });
  return { ...bare, ...(await setUpServer(bare.url)) };
}

type Settings = Readonly<Record<string, string>>;

export async function startBareServer(settings: Settings): Promise<BareServer> {
  const data = mkdtempSync(join(tmpdir(), 'jetstream-bench-'));
  const port = await findFreePort();
  const probed = startProbed(main, {
    JETSTREAM_DATA: data,
    JETSTREAM_HOST: '127.0.0.1',
    JETSTREAM_PORT: String(port),
    JETSTREAM_LOG_LEVEL: 'warn',
    JETSTREAM_REQUESTS_PER_MINUTE: '1000000',
    ...settings,
  });
  const url = `http://127.0.0.1:${port}`;
  const stop = async () => {
    await probed.stop();
    rmSync(data, { recursive: true });
  };
  await untilReady(url);
  return { ...probed, url, stop };
}

export async function setUpServer(baseUrl: string): Promise<Pick<BenchServer, 'client' | 'session'>> {
  const anyone = createApiClient({ baseUrl, fetch });
  const body = { name: 'bench', password: PASSWORD, tokenDelivery: 'body' as const };
  const session = await anyone.call('setUp', { body });
  const client = createApiClient({ baseUrl, fetch, getAccessToken: () => session.accessToken });
  return { client, session };
}

export function startProbed(script: string, env: Record<string, string>, args: string[] = []): ProbedProcess {
  const child = fork(script, args, {
    execArgv: ['--import', probe],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  return {
    pid: child.pid ?? 0,
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

export async function untilReady(url: string): Promise<void> {
  for (let attempt = 0; attempt < 1200; attempt++) {
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
