import type { Schedule } from '../schedule.ts';

export interface Waiting {
  isOnline: () => boolean;
  onOnlineChange: (listener: (isOnline: boolean) => void) => () => void;
  /** Runs once after the delay; returns the cancellation. */
  schedule: Schedule;
}

const FIRST_PAUSE_MS = 500;
/** Who listens waits for this after the server is back. */
const LONGEST_PAUSE_MS = 2_000;
/** Half a minute: a server that starts again takes less. */
export const MOST_ATTEMPTS = 16;

/** Growing pauses before another try, the first being number 1: 0.5, 1, 2, 2 … seconds. */
export const pauseMsOf = (attempt: number): number => Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1));

/** Settles when the network is there, or when the signal is aborted. */
export function untilOnline({ isOnline, onOnlineChange }: Waiting, signal: AbortSignal): Promise<void> {
  if (isOnline() || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      unsubscribe();
      resolve();
    };
    const unsubscribe = onOnlineChange((isBack) => isBack && finish());
    signal.addEventListener('abort', finish, { once: true });
  });
}

/** As `pauseMsOf` says; ends early when the signal is aborted. */
export function pauseBefore(attempt: number, { schedule }: Waiting, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const cancel = schedule(resolve, pauseMsOf(attempt));
    const stop = (): void => {
      cancel();
      resolve();
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
