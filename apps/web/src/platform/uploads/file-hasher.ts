import type { HashAnswer, HashTask } from './hash-worker.ts';

interface Waiting {
  onProgress(bytes: number): void;
  resolve(digest: string): void;
  reject(error: Error): void;
}

/** The file on the device is gone or changed since it was chosen. */
export class FileGone extends Error {
  constructor() {
    super('The file cannot be read any more.');
    this.name = 'FileGone';
  }
}

/** SHA-256 of files, off the page's thread. */
export class FileHasher {
  readonly #waiting = new Map<number, Waiting>();
  readonly #createWorker: () => Worker;
  #worker: Worker | undefined;
  #nextTaskId = 1;

  constructor(
    createWorker = () => new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module', name: 'hash' }),
  ) {
    this.#createWorker = createWorker;
  }

  /** In hex. @throws FileGone */
  hash(file: Blob, onProgress: (bytes: number) => void): Promise<string> {
    this.#worker ??= this.#start();
    const task: HashTask = { taskId: this.#nextTaskId++, file };
    this.#worker.postMessage(task, []);
    return new Promise((resolve, reject) => this.#waiting.set(task.taskId, { onProgress, resolve, reject }));
  }

  dispose(): void {
    this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = this.#createWorker();
    worker.addEventListener('message', ({ data }: MessageEvent<HashAnswer>) => this.#take(data));
    worker.addEventListener('error', () => {
      for (const { reject } of this.#waiting.values()) reject(new Error('The worker failed.'));
      this.#waiting.clear();
      this.#worker = undefined;
    });
    return worker;
  }

  #take(answer: HashAnswer): void {
    const waiting = this.#waiting.get(answer.taskId);
    if ('bytes' in answer) {
      waiting?.onProgress(answer.bytes);
      return;
    }
    this.#waiting.delete(answer.taskId);
    if ('digest' in answer) waiting?.resolve(answer.digest);
    else waiting?.reject(new FileGone());
  }
}
