import type { Clock } from './clock.ts';

/** One of the stores that a server lives on. */
export interface StoreProbe {
  name: string;
  /** Without it the server cannot serve; without the others it serves less. */
  isRequired: boolean;
  /** Rejects while the store does not answer. */
  check(): Promise<void>;
}

export interface ServerServiceOptions {
  version: string;
  probes: readonly StoreProbe[];
  clock: Clock;
  /** Without keys nobody can be known, whatever the stores say. */
  hasKeys: () => boolean;
}

export interface Readiness {
  status: 'ready' | 'degraded' | 'not-ready';
  checks: Record<string, 'ok' | 'failed'>;
}

/** How the server itself is doing. */
export class ServerService {
  readonly name = 'JetStream';
  readonly version: string;
  readonly #options: ServerServiceOptions;
  readonly #startedAtMs: number;
  #isStopping = false;

  constructor(options: ServerServiceOptions) {
    this.version = options.version;
    this.#options = options;
    this.#startedAtMs = options.clock.nowMs();
  }

  getUptimeSeconds(): number {
    return (this.#options.clock.nowMs() - this.#startedAtMs) / 1000;
  }

  /** From now on it is not ready, so that a load balancer sends nothing more. */
  beginStop(): void {
    this.#isStopping = true;
  }

  /** Degraded while a store is away that music does not need: the server still gets its share of requests. */
  async checkReadiness(): Promise<Readiness> {
    const { probes, hasKeys } = this.#options;
    const outcomes = await Promise.allSettled(probes.map(({ check }) => check()));
    const away = probes.filter((_, index) => outcomes[index]?.status === 'rejected');
    const checks: Readiness['checks'] = { running: this.#isStopping ? 'failed' : 'ok' };
    for (const probe of probes) checks[probe.name] = away.includes(probe) ? 'failed' : 'ok';
    const isReady = !this.#isStopping && hasKeys() && !away.some(({ isRequired }) => isRequired);
    if (!isReady) return { status: 'not-ready', checks };
    return { status: away.length > 0 ? 'degraded' : 'ready', checks };
  }
}
