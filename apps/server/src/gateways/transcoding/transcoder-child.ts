import { fork, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import { toWorkerEnvironment } from '../worker-environment.ts';
import type { ChildAnswer, ChildOptions, ChildRequest } from './child-messages.ts';
import { isStopped } from './is-stopped.ts';

export interface ChildStart extends ChildOptions {
  childUrl: URL;
  /** As that of `nice`. */
  niceness: number;
  onAnswer(answer: ChildAnswer): void;
  /** It is gone, by itself or ended, by a signal or not. */
  onEnd(signal: NodeJS.Signals | null): void;
  /** There is none: the machine has no process, memory or descriptor to spare. */
  onUnstarted(error: Error): void;
}

const HEAP_LIMIT_MB = 256;

/** A child process that transcodes. Idle ones do not keep the server from ending. */
export class TranscoderChild {
  readonly #process: ChildProcess | undefined;

  constructor({ niceness, onAnswer, onEnd, onUnstarted, ...start }: ChildStart) {
    try {
      this.#process = startProcess(start);
    } catch (error) {
      process.nextTick(onUnstarted, error);
      return;
    }
    this.#process.on('message', onAnswer);
    this.#process.on('exit', (_code, signal) => onEnd(signal));
    this.#process.on('error', (error) => {
      if (this.pid === undefined) onUnstarted(error);
    });
    if (niceness > 0) this.#lower(niceness);
    this.release();
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** It says nothing because somebody stopped it, or the program that it runs. */
  get isStopped(): boolean {
    return this.pid !== undefined && isStopped(this.pid);
  }

  send(request: ChildRequest): void {
    // A failure is followed by the end of the process, which is told. One that did not start has nothing to send with.
    if (this.#process?.connected === true) this.#process.send(request, () => undefined);
  }

  /** Keeps the server's process alive, as long as somebody waits for an answer. */
  hold(): void {
    this.#process?.ref();
    this.#process?.channel?.ref();
  }

  release(): void {
    this.#process?.unref();
    this.#process?.channel?.unref();
  }

  /** Resolves when the process is gone. */
  async kill(): Promise<void> {
    const child = this.#process;
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    this.hold();
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    killGroup(child.pid, child);
    await gone;
  }

  #lower(niceness: number): void {
    try {
      if (this.pid !== undefined) setPriority(this.pid, niceness);
    } catch {
      // Not allowed here, or the child is gone: it works at the usual priority.
    }
  }
}

function startProcess({ childUrl, ...options }: Pick<ChildStart, 'childUrl'> & ChildOptions): ChildProcess {
  return fork(childUrl, [JSON.stringify(options)], {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    execArgv: [`--max-old-space-size=${HEAP_LIMIT_MB}`],
    env: { ...toWorkerEnvironment() },
    // A group of its own: what it starts ends with it.
    detached: process.platform !== 'win32',
  });
}

function killGroup(pid: number, child: ChildProcess): void {
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
