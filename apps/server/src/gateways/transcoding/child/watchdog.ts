import { isMainThread, workerData } from 'node:worker_threads';

export interface WatchdogData {
  parentPid: number;
  memoryLimitBytes: number;
}

const LOOK_MS = 500;

/**
 * Ends the process from a thread of its own, as native code that runs wild lets the main thread do nothing: when the server is gone,
 * or when a damaged file makes a decoder ask for more and more memory.
 */
if (!isMainThread) {
  const { parentPid, memoryLimitBytes } = workerData as WatchdogData;
  setInterval(() => {
    const isOrphan = process.ppid !== parentPid;
    if (isOrphan || process.memoryUsage.rss() > memoryLimitBytes) process.kill(process.pid, 'SIGKILL');
  }, LOOK_MS);
}
