import { setTimeout as wait } from 'node:timers/promises';
import { DomainError } from '#models/errors.ts';
import type { Lease, LeaseRepository } from '#repositories/lease-repository.ts';
import { SerialRunner } from './serial-runner.ts';

export interface LeasedRunnerOptions {
  leases: Pick<LeaseRepository, 'takeLease' | 'releaseLease'>;
  /** What all tasks of all servers have in common. */
  name: string;
  /** Name of this server. */
  holder: string;
  /** How long others wait for their turn; 5 seconds unless said. */
  patienceMs?: number;
}

/** Longer than any task: a server that is killed in one holds up the others for this long. */
const LIFETIME_MS = 60_000;
const PATIENCE_MS = 5_000;
const LOOK_INTERVAL_MS = 50;

/** Runs tasks one after another, over all servers. */
export class LeasedRunner {
  readonly #options: LeasedRunnerOptions;
  /** The lease tells servers apart, not tasks of one. */
  readonly #turns = new SerialRunner();

  constructor(options: LeasedRunnerOptions) {
    this.#options = options;
  }

  /** @throws DomainError unavailable when another server does not come to an end, or leases cannot be had */
  run<T>(task: () => Promise<T>): Promise<T> {
    return this.#turns.run(async () => {
      const { leases, holder } = this.#options;
      const lease = await this.#take();
      try {
        return await task();
      } finally {
        // Otherwise it runs out by itself.
        await leases.releaseLease(lease, holder).catch(() => undefined);
      }
    });
  }

  async #take(): Promise<Lease> {
    const { leases, name, holder, patienceMs = PATIENCE_MS } = this.#options;
    for (let waitedMs = 0; ; waitedMs += LOOK_INTERVAL_MS) {
      const lease = await leases.takeLease(name, holder, LIFETIME_MS);
      if (lease) return lease;
      if (waitedMs >= patienceMs)
        throw new DomainError('unavailable', 'Another server is changing the same just now.', { retryAfterSeconds: 2 });
      await wait(LOOK_INTERVAL_MS);
    }
  }
}
