import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { DomainError } from '#models/errors.ts';
import { schemeOf } from '#models/media-location.ts';
import type { WalkBatch } from '../media-files.ts';
import { BucketWalk } from './bucket-walk.ts';
import { explainFileError } from './explain-file-error.ts';
import { LibrarySources, type SourceAccess } from './library-sources.ts';
import type { WalkStep } from './walk-step.ts';
import { Walk } from './walk.ts';
import type { WalkAnswer, WalkTask } from './worker-messages.ts';

const FILES_PER_BATCH = 400;
/** The first batch comes soon, so that reading can begin. */
const FILES_IN_FIRST_BATCH = 50;
const FOLDERS_PER_BATCH = 100;
const FAULTS_PER_BATCH = 200;

/** Gathers steps and posts them in batches. */
class Batcher {
  readonly #walkId: number;
  readonly #post: (answer: WalkAnswer) => void;
  #batch: WalkBatch = { folders: [], unchanged: [], faults: [] };
  #files = 0;
  #limit = FILES_IN_FIRST_BATCH;

  constructor(walkId: number, post: (answer: WalkAnswer) => void) {
    this.#walkId = walkId;
    this.#post = post;
  }

  add(step: WalkStep): void {
    const batch = this.#batch;
    if ('fault' in step) batch.faults.push(step.fault);
    else if ('unchanged' in step) batch.unchanged.push(step.unchanged);
    else {
      batch.folders.push(step.folder);
      this.#files += step.folder.files.length;
    }
    const isFull =
      this.#files >= this.#limit ||
      batch.folders.length + batch.unchanged.length >= FOLDERS_PER_BATCH ||
      batch.faults.length >= FAULTS_PER_BATCH;
    if (isFull) this.flush();
  }

  flush(): void {
    const batch = this.#batch;
    if (batch.folders.length + batch.unchanged.length + batch.faults.length === 0) return;
    this.#post({ walkId: this.#walkId, batch });
    this.#batch = { folders: [], unchanged: [], faults: [] };
    this.#files = 0;
    this.#limit = FILES_PER_BATCH;
  }
}

async function run(task: WalkTask, sources: LibrarySources, post: (answer: WalkAnswer) => void): Promise<void> {
  const { walkId, request, cancelled } = task;
  const isCancelled = () => Atomics.load(cancelled, 0) === 1;
  const batcher = new Batcher(walkId, post);
  try {
    if (schemeOf(request.rootPath) === 's3') {
      for await (const step of new BucketWalk(await sources.openBucketStore(), request).steps()) {
        if (isCancelled()) break;
        batcher.add(step);
      }
    } else {
      // No promise for each step: a disk has thousands in a second.
      for (const step of new Walk(request).steps()) {
        if (isCancelled()) break;
        batcher.add(step);
      }
    }
    batcher.flush();
    post({ walkId, end: true });
  } catch (error) {
    post({ walkId, error: error instanceof DomainError ? error.message : explainFileError(error) });
  }
}

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  const sources = new LibrarySources(workerData as SourceAccess);
  port.on('message', (task: WalkTask) => void run(task, sources, (answer) => port.postMessage(answer)));
}
