export interface Allowance {
  key: string;
  /** At once, and as many again each minute. */
  perMinute: number;
  nowMs: number;
}

/** A token bucket for each key, which may be lost in a restart. */
export interface AllowanceRepository {
  /** Takes one: 0 when there was one left, else the milliseconds until there is. Atomic. */
  takeOne(allowance: Allowance): Promise<number>;
}
