import type { RequestEntry } from '#models/activity.ts';

/** Owner of the log of requests and of their sums by hour, which stay: append only. */
export interface RequestLogRepository {
  /** Those whose id and time are there already are left out, and not summed up again. */
  createRequests(requests: readonly RequestEntry[]): Promise<void>;
  /** Returns whether there may be more to delete. */
  deleteRequestsBefore(beforeMs: number): Promise<boolean>;
}
