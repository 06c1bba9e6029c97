import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { DomainError } from '#models/errors.ts';
import { type StoreAnswer, type StoreCall, type StoreThreadOptions, toError } from './store-messages.ts';

const WORKER_FILE = new URL('./store-worker.ts', import.meta.url);

/** V8 keeps what it once took for young objects: left alone, a burst of work costs 50 MB for good. */
const YOUNG_GENERATION_MB = 12;

/** A worker keeps compiled code only if told where: without it, its start takes four times as long. */
function toEnvironment(): { env?: Record<string, string> } {
  // Node tells the folder for its own version, and takes the one above.
  const directory = getCompileCacheDir();
  return directory === undefined ? {} : { env: { NODE_COMPILE_CACHE: dirname(directory) } };
}

interface Waiting {
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
}

/**
 * The main thread's end of a writer or reader. A thread that dies fails the calls it held, since nobody knows how far
 * they came; the next call starts a new one.
 */
export class StoreThread {
  readonly #options: StoreThreadOptions;
  readonly #onVersion: (version: string) => void;
  readonly #workerFile: URL;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #lastCallId = 0;
  #isClosed = false;

  constructor(options: StoreThreadOptions, onVersion: (version: string) => void, workerFile = WORKER_FILE) {
    this.#options = options;
    this.#onVersion = onVersion;
    this.#workerFile = workerFile;
  }

  /** Ahead of the first call, which starts it otherwise. */
  start(): void {
    this.#worker ??= this.#createWorker();
  }

  /** Calls sent and not answered yet. */
  get load(): number {
    return this.#waiting.size;
  }

  async call(repository: StoreCall['repository'], method: string, args: readonly unknown[]): Promise<unknown> {
    if (this.#isClosed) throw new DomainError('unavailable', 'JetStream is shutting down.');
    return this.#send(repository, method, args);
  }

  /** After the calls before it were answered. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const worker = this.#worker;
    if (!worker) return;
    await this.#send('store', 'close', []);
    await worker.terminate();
  }

  #send(repository: StoreCall['repository'], method: string, args: readonly unknown[]): Promise<unknown> {
    const worker = (this.#worker ??= this.#createWorker());
    const callId = ++this.#lastCallId;
    return new Promise((resolve, reject) => {
      worker.postMessage({ callId, repository, method, args } satisfies StoreCall, []);
      this.#waiting.set(callId, { resolve, reject });
    });
  }

  #createWorker(): Worker {
    const worker = new Worker(this.#workerFile, {
      workerData: this.#options,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
      ...toEnvironment(),
    });
    worker.on('message', (answer: StoreAnswer) => this.#receive(answer));
    worker.on('error', (error) => this.#abandon(worker, error));
    worker.on('exit', () => this.#abandon(worker, new Error('The thread of the store ended')));
    return worker;
  }

  #receive(answer: StoreAnswer): void {
    const waiting = this.#waiting.get(answer.callId);
    this.#waiting.delete(answer.callId);
    if (answer.catalogueVersion !== '') this.#onVersion(answer.catalogueVersion);
    if ('error' in answer) waiting?.reject(toError(answer.error));
    else waiting?.resolve(answer.result);
  }

  #abandon(worker: Worker, cause: unknown): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    const abandoned = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const { reject } of abandoned) {
      reject(new DomainError('unavailable', 'The store was interrupted. Try again.', { cause }));
    }
  }
}
