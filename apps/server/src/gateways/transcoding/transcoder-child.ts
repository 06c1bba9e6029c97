import { fork, type ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import { toWorkerEnvironment } from '../worker-environment.ts';
import type { ChildAnswer, ChildOptions, ChildRequest } from './child-messages.ts';

export interface ChildStart extends ChildOptions {
  childUrl: URL;
  /** As that of `nice`. */
  niceness: number;
  onAnswer(answer: ChildAnswer): void;
  /** It is gone, by itself or ended, by a signal or not; told once. */
  onEnd(signal: NodeJS.Signals | null): void;
}

const HEAP_LIMIT_MB = 256;

/** A child process that transcodes. Idle ones do not keep the server from ending. */
export class TranscoderChild {
  readonly #process: ChildProcess;
  #hasEnded = false;

  constructor({ childUrl, niceness, onAnswer, onEnd, ...options }: ChildStart) {
    this.#process = fork(childUrl, [JSON.stringify(options satisfies ChildOptions)], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: [`--max-old-space-size=${HEAP_LIMIT_MB}`],
      env: { ...toWorkerEnvironment() },
      // A group of its own: what it starts ends with it.
      detached: process.platform !== 'win32',
    });
    const tellEnd = (signal: NodeJS.Signals | null) => {
      if (this.#hasEnded) return;
      this.#hasEnded = true;
      onEnd(signal);
    };
    this.#process.on('message', onAnswer);
    this.#process.on('exit', (_code, signal) => tellEnd(signal));
    this.#process.on('error', () => tellEnd(null));
    if (niceness > 0) this.#lower(niceness);
    this.release();
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  send(request: ChildRequest): void {
    // A failure is followed by the end of the process, which is told.
    this.#process.send(request, () => undefined);
  }

  /** Keeps the server's process alive, as long as somebody waits for an answer. */
  hold(): void {
    this.#process.ref();
    this.#process.channel?.ref();
  }

  release(): void {
    this.#process.unref();
    this.#process.channel?.unref();
  }

  /** Resolves when the process is gone. */
  async kill(): Promise<void> {
    const { pid, exitCode, signalCode } = this.#process;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    this.hold();
    const gone = new Promise<void>((resolve) => this.#process.once('exit', () => resolve()));
    killGroup(pid, this.#process);
    await gone;
  }

  #lower(niceness: number): void {
    try {
      if (this.#process.pid !== undefined) setPriority(this.#process.pid, niceness);
    } catch {
      // Not allowed here, or the child is gone: it works at the usual priority.
    }
  }
}

function killGroup(pid: number, child: ChildProcess): void {
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
}
