import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import type { LibraryRoot } from '../media-files.ts';
import { FolderWatch } from './folder-watch.ts';
import type { WatchAnswer } from './worker-messages.ts';

if (!isMainThread && parentPort !== null) {
  const port = parentPort;
  const post = (answer: WatchAnswer) => port.postMessage(answer);
  for (const root of workerData as LibraryRoot[]) new FolderWatch(root, post).start();
}
