import type { JobRun } from '#models/job.ts';
import type { Clock } from './clock.ts';
import type { ScanLogger } from './scan/scan-tools.ts';

/** Takes away what is of no use any more. Doing it twice does no harm. */
export interface CleanUpTask {
  /** For the log. */
  name: string;
  run(nowMs: number): Promise<void>;
}

export interface CleanUpServiceOptions {
  tasks: readonly CleanUpTask[];
  clock: Clock;
  logger?: ScanLogger;
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
        await run(clock.nowMs());
      } catch (error) {
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
