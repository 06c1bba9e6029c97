import type { EventLogRepository } from '#repositories/event-log-repository.ts';
import type { PlayRepository } from '#repositories/play-repository.ts';
import type { RequestLogRepository } from '#repositories/request-log-repository.ts';
import type { StatisticsRepository } from '#repositories/statistics-repository.ts';
import type { Clock } from './clock.ts';

export interface RetentionServiceOptions {
  repositories: {
    plays: PlayRepository;
    eventLog: EventLogRepository;
    requestLog: RequestLogRepository;
    statistics: StatisticsRepository;
  };
  clock: Clock;
  /** `playMonths` 0 keeps plays for ever. */
  retention: { requestDays: number; eventDays: number; playMonths: number };
}

const DAY_MS = 86_400_000;
/** Batches of one run: what is left waits for the next. */
const MOST_BATCHES = 500;

/** Lets go of what is older than the configuration wants it kept. Sums stay. */
export class RetentionService {
  readonly #options: RetentionServiceOptions;

  constructor(options: RetentionServiceOptions) {
    this.#options = options;
  }

  /** Makes room for the months to come as well. Safe to run anywhere, at any time, again. */
  async deleteOld(): Promise<void> {
    const { repositories, clock, retention } = this.#options;
    const { plays, eventLog, requestLog, statistics } = repositories;
    const nowMs = clock.nowMs();
    await statistics.maintainMonths(nowMs);
    const run = async (deleteBatch: () => Promise<boolean>) => {
      for (let batch = 0; batch < MOST_BATCHES; batch++) if (!(await deleteBatch())) return;
    };
    await run(() => requestLog.deleteRequestsBefore(nowMs - retention.requestDays * DAY_MS));
    await run(() => eventLog.deleteEventsBefore(nowMs - retention.eventDays * DAY_MS));
    if (retention.playMonths > 0) await run(() => plays.deletePlaysBefore(monthsBefore(nowMs, retention.playMonths)));
  }
}

function monthsBefore(timeMs: number, months: number): number {
  const date = new Date(timeMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, date.getUTCDate());
}
