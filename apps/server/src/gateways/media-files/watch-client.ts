import { Worker } from 'node:worker_threads';
import type { LibraryRoot, WatchListener } from '../media-files.ts';
import { toWorkerEnvironment } from '../worker-environment.ts';
import type { WatchAnswer } from './worker-messages.ts';

const WORKER_URL = new URL('./watch-worker.ts', import.meta.url);

/** Watches in a worker of its own: setting up ten thousand watches takes a while. Returns what ends it. */
export function startWatching(roots: readonly LibraryRoot[], listener: WatchListener): () => void {
  if (roots.length === 0) return () => {};
  const worker = new Worker(WORKER_URL, { workerData: [...roots], env: toWorkerEnvironment() });
  let isEnded = false;
  worker.unref();
  worker.on('message', (answer: WatchAnswer) => {
    if (isEnded) return;
    if ('fault' in answer) listener.onFault(answer.fault);
    else listener.onChange(answer.changes);
  });
  worker.on('error', (error: Error) => {
    if (!isEnded) listener.onFault(`Watching ended: ${error.message}`);
  });
  return () => {
    isEnded = true;
    void worker.terminate();
  };
}
