import { spawn, type ChildProcess } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { setTimeout as wait } from 'node:timers/promises';

export interface ServiceOptions {
  name: string;
  program: string;
  args: readonly string[];
  port: number;
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Some servers refuse to run as root. */
  uid?: number;
  gid?: number;
  /** What ends it in order; SIGTERM unless said. */
  stopSignal?: NodeJS.Signals;
  /** What ends it when this process ends without having stopped it; SIGKILL unless said. */
  exitSignal?: NodeJS.Signals;
  /** In a group of its own: Ctrl-C at a terminal then reaches this process only, which ends services in its order. */
  isDetached?: boolean;
  /** Told of each line that it writes. */
  onLine?: (line: string) => void;
}

/** How a process went. */
export interface ServiceEnd {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** It was asked to stop, and had to be killed. */
  isOverdue: boolean;
}

/** A server that this process started, and ends. */
export interface ServiceProcess {
  readonly port: number;
  readonly pid: number;
  /** Resolves when it has gone, for whatever reason. */
  readonly ended: Promise<ServiceEnd>;
  /** Ends it, in order or as a crash would; resolves when it has gone. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

const START_LIMIT_MS = 30_000;
export const STOP_LIMIT_MS = 15_000;
const LOOK_INTERVAL_MS = 25;
const KEPT_OUTPUT = 4000;
// Below those that systems hand out (Linux from 32768, others from 49152): whoever connects, or listens on any port,
// would take one that was found here before the program that it is for gets to it.
const FIRST_PORT = 20_000;
const PORTS_OF_BLOCK = 100;
const PORT_BLOCKS = 127;
// Two processes of one block do not begin at one port.
let portsFound = Math.floor(process.pid / PORT_BLOCKS);

/** Starts a program and waits until its port answers. @throws Error with the end of its output when it does not. */
export async function startService(options: ServiceOptions): Promise<ServiceProcess> {
  const { name, program, args, port, stopSignal = 'SIGTERM', exitSignal = 'SIGKILL', ...others } = options;
  const { isDetached = false, onLine, ...spawning } = others;
  if (await answers(port)) throw new Error(`${name} did not start: something else answers on port ${port}.`);
  const child = spawn(program, args, { ...spawning, detached: isDetached, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  const keep = (chunk: Buffer) => void (output = (output + chunk.toString()).slice(-KEPT_OUTPUT));
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  if (onLine) for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', onLine);
  let isOverdue = false;
  const ended = new Promise<ServiceEnd>((resolve) => {
    child.once('close', (code, endSignal) => resolve({ code, signal: endSignal, isOverdue }));
  });
  child.once('error', (error) => keep(Buffer.from(error.message)));
  // Whoever is killed without a word should leave nothing running.
  const onExit = () => void child.kill(exitSignal);
  process.once('exit', onExit);
  const stop = async (signal: NodeJS.Signals = stopSignal) => {
    process.off('exit', onExit);
    if (!hasEnded(child)) child.kill(signal);
    const late = setTimeout(() => {
      isOverdue = true;
      child.kill('SIGKILL');
    }, STOP_LIMIT_MS);
    await ended;
    clearTimeout(late);
  };
  try {
    await waitForPort(port, () => hasEnded(child));
  } catch (cause) {
    await stop('SIGKILL');
    throw new Error(`${name} did not start.\n${output}`, { cause });
  }
  return { port, pid: child.pid ?? 0, ended, stop };
}

const hasEnded = (child: ChildProcess): boolean =>
  child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

async function waitForPort(port: number, hasGone: () => boolean): Promise<void> {
  const lateAt = performance.now() + START_LIMIT_MS;
  while (!(await answers(port))) {
    if (hasGone() || performance.now() > lateAt) throw new Error(`nothing answers on port ${port}`);
    await wait(LOOK_INTERVAL_MS);
  }
}

function answers(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const socket = connect({ host: '127.0.0.1', port });
  socket.once('connect', () => resolve(true));
  socket.once('error', () => resolve(false));
  return promise.finally(() => socket.destroy());
}

/**
 * A port of the loopback that nobody listens on, and that other processes do not look at for now.
 * @throws Error when all of them are taken
 */
export async function findFreePort(): Promise<number> {
  const first = FIRST_PORT + (process.pid % PORT_BLOCKS) * PORTS_OF_BLOCK;
  for (let tries = 0; tries < PORTS_OF_BLOCK; tries++) {
    const port = first + (portsFound++ % PORTS_OF_BLOCK);
    if (await isFree(port)) return port;
  }
  throw new Error(`The ports from ${first} to ${first + PORTS_OF_BLOCK - 1} are taken`);
}

function isFree(port: number): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  return promise;
}
