import { Worker } from 'node:worker_threads';
import { DomainError } from '#models/errors.ts';
import type { FailureReason } from '#models/scan.ts';
import type { FileFault, FolderToRead, LibraryRoot, ReadFolder } from '../media-files.ts';
import { toWorkerEnvironment } from '../worker-environment.ts';
import type { SourceAccess } from './library-sources.ts';
import { PROGRESS_SLOTS, type ReaderAnswer, type ReaderData } from './worker-messages.ts';

export interface ReaderPoolOptions {
  size: number;
  /** How long one file may take. */
  fileDeadlineMs: number;
  /** How long an idle worker stays. */
  idleMs: number;
  memoryLimitMb: number;
  access: SourceAccess;
  /** Another program for the workers: tests let it hang. */
  workerUrl?: URL;
}

/** Files that hung or crashed the reader, by their number in the task. */
export type Casualties = ReadonlyMap<number, FileFault>;

type Work = { root: LibraryRoot; folders: readonly FolderToRead[] } | { picturePath: string };

interface Job {
  work: Work;
  casualties: Map<number, FileFault>;
  resolve(answer: { answer: ReaderAnswer; casualties: Casualties }): void;
  reject(error: unknown): void;
}

interface Slot {
  worker: Worker;
  progress: Int32Array;
  job: Job | null;
  taskId: number;
  stepsSeen: number;
  ticksStalled: number;
  ticksIdle: number;
}

const TICKS_PER_DEADLINE = 20;
const WORKER_URL = new URL('./read-worker.ts', import.meta.url);

/**
 * Workers that read files, started when there is work and ended when there is none for a while. A parser that hangs cannot be
 * stopped from inside: its worker is ended, the file is counted as lost, and another worker goes on with the rest.
 */
export class ReaderPool {
  readonly #options: ReaderPoolOptions;
  readonly #slots = new Set<Slot>();
  readonly #queue: Job[] = [];
  #nextTaskId = 1;
  #ticker: NodeJS.Timeout | null = null;
  #isClosed = false;

  constructor(options: ReaderPoolOptions) {
    this.#options = options;
  }

  run(work: Work): Promise<{ answer: ReaderAnswer; casualties: Casualties }> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) {
        reject(new Error('The reader pool is closed.'));
        return;
      }
      this.#queue.push({ work, casualties: new Map(), resolve, reject });
      this.#dispatch();
    });
  }

  /** Starts the workers before there is work for them. */
  warmUp(): void {
    while (!this.#isClosed && this.#slots.size < this.#options.size) this.#start();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#stopTicking();
    for (const job of this.#queue.splice(0)) job.reject(new Error('The reader pool was closed.'));
    const slots = [...this.#slots];
    this.#slots.clear();
    for (const { job } of slots) job?.reject(new Error('The reader pool was closed.'));
    await Promise.all(slots.map(({ worker }) => worker.terminate()));
  }

  #dispatch(): void {
    while (this.#queue.length > 0) {
      const free = [...this.#slots].find((slot) => slot.job === null);
      const slot = free ?? (this.#slots.size < this.#options.size ? this.#start() : null);
      const job = slot === null ? undefined : this.#queue.shift();
      if (slot === null || job === undefined) return;
      this.#assign(slot, job);
    }
  }

  #assign(slot: Slot, job: Job): void {
    slot.job = job;
    slot.taskId = this.#nextTaskId++;
    slot.ticksStalled = 0;
    slot.worker.ref();
    slot.worker.postMessage({ taskId: slot.taskId, ...job.work, skipped: [...job.casualties.keys()] }, []);
  }

  #start(): Slot {
    const progress = new Int32Array(new SharedArrayBuffer(PROGRESS_SLOTS.count * Int32Array.BYTES_PER_ELEMENT));
    const worker = new Worker(this.#options.workerUrl ?? WORKER_URL, {
      workerData: { progress, ...this.#options.access } satisfies ReaderData,
      env: toWorkerEnvironment(),
      resourceLimits: { maxOldGenerationSizeMb: this.#options.memoryLimitMb, maxYoungGenerationSizeMb: 32 },
    });
    const slot: Slot = { worker, progress, job: null, taskId: 0, stepsSeen: 0, ticksStalled: 0, ticksIdle: 0 };
    worker.unref();
    worker.on('message', (answer: ReaderAnswer) => this.#finish(slot, answer));
    worker.on('error', (error: Error) => this.#lose(slot, 'damaged', `The reader failed: ${error.message}`));
    worker.on('exit', () => this.#lose(slot, 'damaged', 'The reader ended without an answer.'));
    this.#slots.add(slot);
    this.#ticker ??= setInterval(() => this.#tick(), this.#options.fileDeadlineMs / TICKS_PER_DEADLINE).unref();
    return slot;
  }

  #finish(slot: Slot, answer: ReaderAnswer): void {
    const { job } = slot;
    if (job === null || answer.taskId !== slot.taskId) return;
    slot.job = null;
    slot.ticksIdle = 0;
    slot.worker.unref();
    if ('error' in answer) job.reject(new Error(answer.error));
    else if ('unavailable' in answer) job.reject(toUnavailable(answer.unavailable));
    else job.resolve({ answer, casualties: job.casualties });
    this.#dispatch();
  }

  #tick(): void {
    for (const slot of this.#slots) {
      if (slot.job === null) this.#tickIdle(slot);
      else this.#tickBusy(slot);
    }
    if (this.#slots.size === 0) this.#stopTicking();
  }

  /** Counts ticks instead of reading a clock: while the machine sleeps, nobody is late. */
  #tickBusy(slot: Slot): void {
    const steps = Atomics.load(slot.progress, PROGRESS_SLOTS.steps);
    slot.ticksStalled = steps === slot.stepsSeen ? slot.ticksStalled + 1 : 0;
    slot.stepsSeen = steps;
    if (slot.ticksStalled < TICKS_PER_DEADLINE) return;
    const seconds = this.#options.fileDeadlineMs / 1_000;
    this.#lose(slot, 'timed-out', `Reading it took longer than ${seconds} seconds.`);
    void slot.worker.terminate();
  }

  #tickIdle(slot: Slot): void {
    slot.ticksIdle++;
    if (slot.ticksIdle * (this.#options.fileDeadlineMs / TICKS_PER_DEADLINE) < this.#options.idleMs) return;
    this.#slots.delete(slot);
    void slot.worker.terminate();
  }

  /** Gives up a worker. Its task starts again without the file that it was at. */
  #lose(slot: Slot, reason: FailureReason, detail: string): void {
    if (!this.#slots.delete(slot) || this.#isClosed) return;
    const { job } = slot;
    if (job !== null) {
      const index = Atomics.load(slot.progress, PROGRESS_SLOTS.fileIndex);
      const hasBegun = Atomics.load(slot.progress, PROGRESS_SLOTS.taskId) === slot.taskId;
      if (!('folders' in job.work) || !hasBegun || job.casualties.has(index)) job.reject(new Error(detail));
      else {
        job.casualties.set(index, { reason, detail });
        this.#queue.unshift(job);
      }
    }
    this.#dispatch();
  }

  #stopTicking(): void {
    if (this.#ticker !== null) clearInterval(this.#ticker);
    this.#ticker = null;
  }
}

function toUnavailable({ message, retryAfterSeconds }: { message: string; retryAfterSeconds: number | undefined }) {
  return new DomainError('unavailable', message, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
}

/** Puts the lost files beside the read ones. */
export function addCasualties(
  folders: readonly FolderToRead[],
  read: readonly ReadFolder[],
  casualties: Casualties,
): ReadFolder[] {
  if (casualties.size === 0) return [...read];
  let index = 0;
  return read.map((folder, at) => {
    const lost: ReadFolder['files'] = [];
    for (const file of folders[at]?.files ?? []) {
      const failure = casualties.get(index++);
      const path = folder.path === '' ? file.name : `${folder.path}/${file.name}`;
      if (failure !== undefined) lost.push({ path, identified: null, failure });
    }
    return { ...folder, files: [...folder.files, ...lost] };
  });
}
