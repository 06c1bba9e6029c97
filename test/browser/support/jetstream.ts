import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../../tools/services/service-process.ts';
import { startTestCluster } from './cluster.ts';

const root = join(import.meta.dirname, '../../..');
const START_LIMIT_MS = 20_000;

export interface RunningJetStream {
  url: string;
  dataDirectory: string;
  /** What it has printed, for a failed test's message. */
  output(): string;
  /** SIGKILL, then a start on the same data. */
  crashAndRestart(): Promise<void>;
  stop(): Promise<void>;
}

interface StartOptions {
  music?: readonly string[];
  /** Program and first arguments; the server's own file when absent. */
  command?: readonly [string, ...string[]];
  limitMs?: number;
  /** A folder that was filled before; removed at the end as a new one would be. */
  dataDirectory?: string;
}

/**
 * Starts the product as a user would, on a data folder of its own. With JETSTREAM_TEST_STORE=cluster that is two servers
 * over databases of their own, behind NGINX.
 */
export async function startJetStream(options: StartOptions = {}): Promise<RunningJetStream> {
  const dataDirectory = options.dataDirectory ?? (await mkdtemp(join(tmpdir(), 'jetstream-test-')));
  const port = await findFreePort();
  if (process.env['JETSTREAM_TEST_STORE'] === 'cluster')
    return startTestCluster({ music: options.music ?? [], directory: dataDirectory, port });
  const url = `http://127.0.0.1:${port}`;
  const [program, ...first] = options.command ?? [process.execPath, 'apps/server/src/main.mjs'];
  const music = (options.music ?? []).flatMap((folder) => ['--music', folder]);
  const place = ['--host', '127.0.0.1', '--port', String(port), '--data', dataDirectory];
  let output = '';
  const launch = (): ChildProcess => {
    // A process group of its own, so that a signal also reaches what npm has started.
    const child = spawn(program, [...first, ...place, ...music], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const collect = (chunk: Buffer) => void (output += chunk.toString());
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    return child;
  };
  let child = launch();
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
    const closed = once(child, 'close');
    process.kill(-child.pid, signal);
    await closed;
  };
  const becomeReady = async () => {
    try {
      await waitUntilReady(url, options.limitMs ?? START_LIMIT_MS);
    } catch (error) {
      await end('SIGKILL');
      throw new Error(`JetStream did not become ready:\n${output}`, { cause: error });
    }
  };
  await becomeReady();
  return {
    url,
    dataDirectory,
    output: () => output,
    crashAndRestart: async () => {
      await end('SIGKILL');
      child = launch();
      await becomeReady();
    },
    stop: async () => {
      await end('SIGTERM');
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

async function waitUntilReady(url: string, limitMs: number): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (performance.now() < deadline) {
    const isReady = await fetch(`${url}/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`not ready in ${limitMs} ms`);
}
