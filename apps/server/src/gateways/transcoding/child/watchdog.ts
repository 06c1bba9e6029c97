import { isMainThread, workerData } from 'node:worker_threads';
import { GROWN_SIGNAL } from '../child-messages.ts';

export interface WatchdogData {
  parentPid: number;
  memoryLimitBytes: number;
}

const LOOK_MS = 500;
/** Windows knows no signals: there every end of a child by itself counts as a crash. */
const ENDING_SIGNAL = process.platform === 'win32' ? 'SIGKILL' : GROWN_SIGNAL;

/**
 * Ends the process from a thread of its own, as native code that runs wild lets the main thread do nothing: when the server is gone,
 * or when a damaged file makes a decoder ask for more and more memory.
 */
if (!isMainThread) {
  const { parentPid, memoryLimitBytes } = workerData as WatchdogData;
  setInterval(() => {
    const isOrphan = process.ppid !== parentPid;
    if (isOrphan) process.kill(process.pid, 'SIGKILL');
    else if (process.memoryUsage.rss() > memoryLimitBytes) process.kill(process.pid, ENDING_SIGNAL);
  }, LOOK_MS);
}
