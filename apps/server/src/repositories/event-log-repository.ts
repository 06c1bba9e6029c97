import type { ActivityEvent } from '#models/activity.ts';
import type { Page, PageRequest } from '#models/page.ts';

/** Owner of what happened: append only. */
export interface EventLogRepository {
  /** Those whose id and time are there already are left out: sending again is harmless. */
  createEvents(events: readonly ActivityEvent[]): Promise<void>;
  /** Newest first. */
  listEvents(page: PageRequest): Promise<Page<ActivityEvent>>;
  /** Returns whether there may be more to delete. */
  deleteEventsBefore(beforeMs: number): Promise<boolean>;
}
