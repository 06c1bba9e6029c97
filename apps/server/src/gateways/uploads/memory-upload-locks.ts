import { DomainError } from '#models/errors.ts';
import type { UploadLocks } from '../upload-locks.ts';

interface Waiting {
  onWanted: () => void;
  enter(): void;
}

const LONGEST_WAIT_MS = 20_000;

/** Locks of one process, in the order in which they were asked for. */
export class MemoryUploadLocks implements UploadLocks {
  readonly #queues = new Map<string, Waiting[]>();

  async lock(id: string, signal: AbortSignal, onWanted: () => void): Promise<() => Promise<void>> {
    const queue = this.#queues.get(id) ?? [];
    this.#queues.set(id, queue);
    const turn = Promise.withResolvers<void>();
    const own: Waiting = { onWanted, enter: turn.resolve };
    queue.push(own);
    if (queue[0] === own) turn.resolve();
    else for (const before of queue.slice(0, -1)) before.onWanted();
    try {
      await untilGiven(turn.promise, signal);
    } catch (error) {
      this.#leave(id, own);
      throw error;
    }
    return async () => this.#leave(id, own);
  }

  #leave(id: string, own: Waiting): void {
    const queue = this.#queues.get(id);
    const at = queue?.indexOf(own) ?? -1;
    if (queue === undefined || at < 0) return;
    queue.splice(at, 1);
    if (queue.length === 0) this.#queues.delete(id);
    else if (at === 0) queue[0]?.enter();
  }
}

function untilGiven(turn: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason as Error);
    const timer = setTimeout(
      () => reject(new DomainError('unavailable', 'This upload is being received already.', { retryAfterSeconds: 5 })),
      LONGEST_WAIT_MS,
    );
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    void turn.then(resolve).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    });
  });
}
