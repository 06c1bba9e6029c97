import type { Session } from '@jetstream/api-contract';
import type { Environment } from '../environment.ts';

/** Part of a token's life after which it is renewed without waiting for a refusal. */
const RENEW_AFTER = 0.75;
/** The server's clock may be ahead or behind: never renew more often than this on the clock's word alone. */
const SHORTEST_RENEWAL_MS = 60_000;

/** Keeps the access token in memory only, and says when to renew it. */
export class SessionHolder {
  readonly #environment: Pick<Environment, 'nowMs' | 'schedule'>;
  readonly #onRenewalDue: () => void;
  #token: string | undefined;
  #userId: string | undefined;
  #expiresAtMs = 0;
  #cancelTimer: (() => void) | undefined;

  constructor(environment: Pick<Environment, 'nowMs' | 'schedule'>, onRenewalDue: () => void) {
    this.#environment = environment;
    this.#onRenewalDue = onRenewalDue;
  }

  get token(): string | undefined {
    return this.#token;
  }

  /** Whose token it is. */
  get userId(): string | undefined {
    return this.#userId;
  }

  /** Expired by this device's clock, for instance after it slept. */
  get isExpired(): boolean {
    return this.#token !== undefined && this.#environment.nowMs() >= this.#expiresAtMs;
  }

  accept(session: Session): void {
    this.clear();
    const nowMs = this.#environment.nowMs();
    const lifeMs = Math.max(SHORTEST_RENEWAL_MS, Date.parse(session.accessTokenExpiresAt) - nowMs);
    this.#token = session.accessToken;
    this.#userId = session.user.id;
    this.#expiresAtMs = nowMs + lifeMs;
    this.#cancelTimer = this.#environment.schedule(this.#onRenewalDue, lifeMs * RENEW_AFTER);
  }

  /** The session is still there, but could not be renewed just now. */
  renewIn(delayMs: number): void {
    this.#cancelTimer?.();
    this.#cancelTimer = this.#environment.schedule(this.#onRenewalDue, delayMs);
  }

  clear(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    this.#token = undefined;
    this.#userId = undefined;
  }
}
