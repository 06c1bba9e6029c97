import type { JobRun } from '#models/job.ts';
import type { Clock } from '../clock.ts';

/** Takes away what is of no use any more. Doing it twice does no harm. */
export interface CleanUpTask {
  /** For the log. */
  name: string;
  /** Returns how much it took away, where it knows. */
  run(nowMs: number, signal: AbortSignal): Promise<number | void>;
}

export interface CleanUpServiceOptions {
  tasks: readonly CleanUpTask[];
  clock: Clock;
  logger?: Record<'info' | 'warn', (details: object, message: string) => void>;
}

/** Cleans up, one task after the other; one that fails does not keep the others from it. */
export class CleanUpService {
  readonly #options: CleanUpServiceOptions;

  constructor(options: CleanUpServiceOptions) {
    this.#options = options;
  }

  /** @throws AggregateError with what went wrong, after all were tried */
  async cleanUp({ signal, report }: Pick<JobRun, 'signal' | 'report'>): Promise<void> {
    const { tasks, clock, logger } = this.#options;
    const failed = new Map<string, unknown>();
    for (const [index, { name, run }] of tasks.entries()) {
      signal.throwIfAborted();
      report({ done: index, total: tasks.length });
      try {
        const count = await run(clock.nowMs(), signal);
        if (typeof count === 'number' && count > 0) logger?.info({ task: name, count }, 'Cleaned up');
      } catch (error) {
        signal.throwIfAborted();
        logger?.warn({ err: error, task: name }, 'Not everything could be cleaned up');
        failed.set(name, error);
      }
    }
    report({ done: tasks.length, total: tasks.length });
    if (failed.size > 0) {
      throw new AggregateError(failed.values(), `These could not be cleaned up: ${[...failed.keys()].join(', ')}.`);
    }
  }
}
