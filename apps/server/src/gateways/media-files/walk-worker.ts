import { isMainThread, parentPort } from 'node:worker_threads';
import type { WalkBatch } from '../media-files.ts';
import { explainFileError, isFileSystemError } from './explain-file-error.ts';
import { Walk } from './walk.ts';
import type { WalkAnswer, WalkTask } from './worker-messages.ts';

const FILES_PER_BATCH = 400;
/** The first batch comes soon, so that reading can begin. */
const FILES_IN_FIRST_BATCH = 50;
const FOLDERS_PER_BATCH = 100;
const FAULTS_PER_BATCH = 200;

function run({ walkId, request, cancelled }: WalkTask, post: (answer: WalkAnswer) => void): void {
  try {
    let batch: WalkBatch = { folders: [], unchanged: [], faults: [] };
    let files = 0;
    let limit = FILES_IN_FIRST_BATCH;
    for (const step of new Walk(request).steps()) {
      if (Atomics.load(cancelled, 0) === 1) break;
      if ('fault' in step) batch.faults.push(step.fault);
      else if ('unchanged' in step) batch.unchanged.push(step.unchanged);
      else {
        batch.folders.push(step.folder);
        files += step.folder.files.length;
      }
      const isFull =
        files >= limit ||
        batch.folders.length + batch.unchanged.length >= FOLDERS_PER_BATCH ||
        batch.faults.length >= FAULTS_PER_BATCH;
      if (!isFull) continue;
      post({ walkId, batch });
      batch = { folders: [], unchanged: [], faults: [] };
      files = 0;
      limit = FILES_PER_BATCH;
    }
    if (batch.folders.length + batch.unchanged.length + batch.faults.length > 0) post({ walkId, batch });
    post({ walkId, end: true });
  } catch (error) {
    const isFileSystem = isFileSystemError(error);
    post({ walkId, error: { message: explainFileError(error), isFileSystem } });
  }
}

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  port.on('message', (task: WalkTask) => run(task, (answer) => port.postMessage(answer)));
}
