import { Worker } from 'node:worker_threads';
import { DomainError } from '#models/errors.ts';
import type { WalkBatch, WalkRequest } from '../media-files.ts';
import { toWorkerEnvironment } from '../worker-environment.ts';
import type { SourceAccess } from './library-sources.ts';
import type { WalkAnswer, WalkTask } from './worker-messages.ts';

const WORKER_URL = new URL('./walk-worker.ts', import.meta.url);

const YOUNG_GENERATION_MB = 12;

interface Listener {
  take(answer: WalkAnswer): void;
  fail(error: unknown): void;
}

/** Walks in one worker, one walk after another. The worker stays for a while, since the next scan often comes soon. */
export class WalkClient {
  readonly #idleMs: number;
  readonly #access: SourceAccess;
  #worker: Worker | null = null;
  #idleTimer: NodeJS.Timeout | null = null;
  readonly #listeners = new Map<number, Listener>();
  #nextWalkId = 1;

  constructor(idleMs: number, access: SourceAccess) {
    this.#idleMs = idleMs;
    this.#access = access;
  }

  async *walk(request: WalkRequest, signal: AbortSignal): AsyncGenerator<WalkBatch> {
    signal.throwIfAborted();
    const walkId = this.#nextWalkId++;
    const cancelled = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    const answers = new AnswerQueue();
    const onAbort = () => answers.fail(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    this.#listeners.set(walkId, answers);
    try {
      this.#post({ walkId, request, cancelled });
      for (;;) {
        const answer = await answers.next();
        if ('batch' in answer) yield answer.batch;
        else if ('end' in answer) return;
        else throw new DomainError('unavailable', `${request.rootPath}: ${answer.error}`);
      }
    } finally {
      Atomics.store(cancelled, 0, 1);
      signal.removeEventListener('abort', onAbort);
      this.#listeners.delete(walkId);
      this.#armIdleTimer();
    }
  }

  async close(): Promise<void> {
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    const worker = this.#worker;
    this.#worker = null;
    for (const listener of this.#listeners.values()) listener.fail(new Error('The walk was ended.'));
    await worker?.terminate();
  }

  #post(task: WalkTask): void {
    if (this.#idleTimer !== null) clearTimeout(this.#idleTimer);
    this.#worker ??= this.#start();
    this.#worker.ref();
    this.#worker.postMessage(task, []);
  }

  #start(): Worker {
    const worker = new Worker(WORKER_URL, {
      workerData: this.#access,
      env: toWorkerEnvironment(),
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB },
    });
    worker.on('message', (answer: WalkAnswer) => this.#listeners.get(answer.walkId)?.take(answer));
    worker.on('error', (error) => {
      if (this.#worker === worker) this.#worker = null;
      for (const listener of this.#listeners.values()) listener.fail(error);
    });
    return worker;
  }

  #armIdleTimer(): void {
    const worker = this.#worker;
    if (worker === null || this.#listeners.size > 0) return;
    worker.unref();
    this.#idleTimer = setTimeout(() => {
      if (this.#worker === worker) this.#worker = null;
      void worker.terminate();
    }, this.#idleMs).unref();
  }
}

/** Hands answers over one by one, to a reader that may be slower or faster than they come. */
class AnswerQueue implements Listener {
  readonly #waiting: WalkAnswer[] = [];
  #failure: { error: unknown } | null = null;
  #wake: (() => void) | null = null;

  take(answer: WalkAnswer): void {
    this.#waiting.push(answer);
    this.#wake?.();
  }

  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake?.();
  }

  async next(): Promise<WalkAnswer> {
    for (;;) {
      if (this.#failure !== null) throw this.#failure.error;
      const answer = this.#waiting.shift();
      if (answer !== undefined) return answer;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
