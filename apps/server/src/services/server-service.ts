import type { Store } from '#repositories/repositories.ts';
import type { Clock } from './clock.ts';

/** How the server itself is doing. */
export class ServerService {
  readonly name = 'JetStream';
  readonly version: string;
  readonly #store: Pick<Store, 'checkReady'>;
  readonly #clock: Clock;
  readonly #startedAtMs: number;
  #isStopping = false;

  constructor(options: { version: string; store: Pick<Store, 'checkReady'>; clock: Clock }) {
    this.version = options.version;
    this.#store = options.store;
    this.#clock = options.clock;
    this.#startedAtMs = options.clock.nowMs();
  }

  getUptimeSeconds(): number {
    return (this.#clock.nowMs() - this.#startedAtMs) / 1000;
  }

  /** From now on it is not ready, so that a load balancer sends nothing more. */
  beginStop(): void {
    this.#isStopping = true;
  }

  async checkReadiness(): Promise<Record<'store' | 'running', 'ok' | 'failed'>> {
    const store = await this.#store.checkReady().then(
      () => 'ok' as const,
      () => 'failed' as const,
    );
    return { store, running: this.#isStopping ? 'failed' : 'ok' };
  }
}
