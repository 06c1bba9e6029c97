import { DomainError } from '#models/errors.ts';
import type { Lease, LeaseRepository } from '#repositories/lease-repository.ts';
import type { Clock } from './clock.ts';

export interface RoleKeeperOptions {
  leases: LeaseRepository;
  /** The role, of which there is one over all servers. */
  name: string;
  /** Name of this server. */
  holder: string;
  lifetimeMs: number;
  clock: Clock;
  onTaken(): Promise<void>;
  onLost(): void;
  onError(error: unknown): void;
}

const RENEWALS_PER_LIFETIME = 3;

/** Holds a role as long as it can, and takes it when its holder has gone. */
export class RoleKeeper {
  readonly #options: RoleKeeperOptions;
  #lease: Lease | null = null;
  #renewedAtMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> = Promise.resolve();

  constructor(options: RoleKeeperOptions) {
    this.#options = options;
  }

  get isHeld(): boolean {
    return this.#lease !== null;
  }

  /** Returns when it has tried for the first time; what the role brings with it has begun then. */
  async start(): Promise<void> {
    this.#timer = setInterval(() => void this.#inTurn(), this.#options.lifetimeMs / RENEWALS_PER_LIFETIME).unref();
    await this.#inTurn();
  }

  /** Another server may take the role at once. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#turn;
    const lease = this.#lease;
    if (lease === null) return;
    this.#lose();
    await this.#options.leases.releaseLease(lease, this.#options.holder).catch(() => undefined);
  }

  #inTurn(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#keep()).catch(this.#options.onError);
    return this.#turn;
  }

  async #keep(): Promise<void> {
    const { leases, name, holder, lifetimeMs, clock } = this.#options;
    const askedAtMs = clock.nowMs();
    try {
      if (this.#lease === null) {
        const lease = await leases.takeLease(name, holder, lifetimeMs);
        if (lease === undefined) return;
        this.#lease = lease;
        this.#renewedAtMs = askedAtMs;
        await this.#begin(lease);
      } else if (await leases.renewLease(this.#lease, holder, lifetimeMs)) this.#renewedAtMs = askedAtMs;
      else this.#lose();
    } catch (error) {
      // Without an answer it may be another's by the time it runs out.
      if (this.#lease !== null && clock.nowMs() - this.#renewedAtMs >= lifetimeMs) this.#lose();
      throw error;
    }
  }

  /** A holder that could not begin, since a store is away, gives the role back: whoever takes it next tries again. */
  async #begin(lease: Lease): Promise<void> {
    const { leases, holder, onTaken } = this.#options;
    try {
      await onTaken();
    } catch (error) {
      if (error instanceof DomainError && error.code === 'unavailable') {
        this.#lose();
        await leases.releaseLease(lease, holder).catch(() => undefined);
      }
      throw error;
    }
  }

  #lose(): void {
    this.#lease = null;
    this.#options.onLost();
  }
}
