import { Sha256 } from './sha256.ts';

/** To the worker, and from it: bytes looked at so far, and in the end the digest. */
export interface HashTask {
  taskId: number;
  file: Blob;
}
export type HashAnswer =
  | { taskId: number; bytes: number }
  | { taskId: number; digest: string }
  | { taskId: number; isUnreadable: true };

/** Two of these are all that a file takes of memory. */
const SLICE_BYTES = 4 * 1024 * 1024;

async function hashFile({ taskId, file }: HashTask): Promise<void> {
  const hash = new Sha256();
  try {
    for (let from = 0; from < file.size; from += SLICE_BYTES) {
      hash.update(new Uint8Array(await file.slice(from, from + SLICE_BYTES).arrayBuffer()));
      answer({ taskId, bytes: Math.min(file.size, from + SLICE_BYTES) });
    }
    answer({ taskId, digest: hash.digest() });
  } catch {
    answer({ taskId, isUnreadable: true });
  }
}

const answer = (message: HashAnswer): void => self.postMessage(message, { transfer: [] });

// One file after the other: they come from one disk.
let last = Promise.resolve();
self.addEventListener('message', ({ data }: MessageEvent<HashTask>) => {
  last = last.then(() => hashFile(data));
});
