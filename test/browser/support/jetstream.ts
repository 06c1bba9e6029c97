import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Starts the product as a user would, on a data folder of its own. */
export async function startJetStream(options: { music?: readonly string[] } = {}): Promise<RunningJetStream> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'jetstream-test-'));
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  let output = '';
  const launch = (): ChildProcess => {
    const music = (options.music ?? []).flatMap((folder) => ['--music', folder]);
    const child = spawn(
      process.execPath,
      ['apps/server/src/main.ts', '--host', '127.0.0.1', '--port', String(port), '--data', dataDirectory, ...music],
      {
        cwd: root,
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const collect = (chunk: Buffer) => void (output += chunk.toString());
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    return child;
  };
  let child = launch();
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'close');
  };
  await waitUntilReady(url, () => output);
  return {
    url,
    dataDirectory,
    output: () => output,
    crashAndRestart: async () => {
      await end('SIGKILL');
      child = launch();
      await waitUntilReady(url, () => output);
    },
    stop: async () => {
      await end('SIGTERM');
      await rm(dataDirectory, { recursive: true, force: true });
    },
  };
}

async function waitUntilReady(url: string, output: () => string): Promise<void> {
  const deadline = performance.now() + START_LIMIT_MS;
  while (performance.now() < deadline) {
    const isReady = await fetch(`${url}/ready`).then(
      (response) => response.ok,
      () => false,
    );
    if (isReady) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`JetStream was not ready in ${START_LIMIT_MS} ms:\n${output()}`);
}
