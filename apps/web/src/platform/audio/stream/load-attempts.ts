import type { Schedule } from '../schedule.ts';

export interface Waiting {
  isOnline: () => boolean;
  onOnlineChange: (listener: (isOnline: boolean) => void) => () => void;
  /** Runs once after the delay; returns the cancellation. */
  schedule: Schedule;
}

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 8_000;
export const MOST_ATTEMPTS = 6;

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

/** Growing pauses before another try: 0.5, 1, 2, 4, 8, 8 … seconds. Ends early when the signal is aborted. */
export function pauseBefore(attempt: number, { schedule }: Waiting, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const cancel = schedule(resolve, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1)));
    const stop = (): void => {
      cancel();
      resolve();
    };
    signal.addEventListener('abort', stop, { once: true });
  });
}
