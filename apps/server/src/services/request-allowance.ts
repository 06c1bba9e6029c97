import { DomainError } from '#models/errors.ts';
import type { AllowanceRepository } from '#repositories/allowance-repository.ts';
import type { Clock } from './clock.ts';

interface RequestAllowanceOptions {
  allowances: AllowanceRepository;
  /** Counts in this process alone while the other is away: a limit that is not exact is better than no answers. */
  fallback: AllowanceRepository;
  /** 0 sets no limit. */
  perMinute: number;
  clock: Clock;
}

/** A token bucket for each key: `perMinute` at once, and as many again each minute. */
export class RequestAllowance {
  readonly #options: RequestAllowanceOptions;

  constructor(options: RequestAllowanceOptions) {
    this.#options = options;
  }

  /** 0 when there was one left, else the seconds until there is. */
  async take(key: string): Promise<number> {
    const { allowances, fallback, perMinute, clock } = this.#options;
    if (perMinute === 0) return 0;
    const allowance = { key, perMinute, nowMs: clock.nowMs() };
    const waitMs = await allowances.takeOne(allowance).catch((error: unknown) => {
      if (error instanceof DomainError && error.code === 'unavailable') return fallback.takeOne(allowance);
      throw error;
    });
    return Math.ceil(waitMs / 1000);
  }
}
