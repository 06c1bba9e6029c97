import type { Lease, LeaseRepository } from '../lease-repository.ts';

interface Held extends Lease {
  holder: string;
  expiresAtMs: number;
}

/** For a server that is alone: its leases end with it. */
export class MemoryLeaseRepository implements LeaseRepository {
  readonly #nowMs: () => number;
  readonly #leases = new Map<string, Held>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  async takeLease(name: string, holder: string, lifetimeMs: number): Promise<Lease | undefined> {
    const held = this.#leases.get(name);
    const isLive = held !== undefined && held.expiresAtMs > this.#nowMs();
    if (isLive && held.holder !== holder) return undefined;
    const token = isLive ? held.token : (held?.token ?? 0) + 1;
    this.#leases.set(name, { name, token, holder, expiresAtMs: this.#nowMs() + lifetimeMs });
    return { name, token };
  }

  async renewLease(lease: Lease, holder: string, lifetimeMs: number): Promise<boolean> {
    const held = this.#find(lease, holder);
    if (held) held.expiresAtMs = this.#nowMs() + lifetimeMs;
    return held !== undefined;
  }

  async releaseLease(lease: Lease, holder: string): Promise<void> {
    const held = this.#find(lease, holder);
    // The token stays: the next holder's has to be greater.
    if (held) held.expiresAtMs = 0;
  }

  #find({ name, token }: Lease, holder: string): Held | undefined {
    const held = this.#leases.get(name);
    const isHeld = held?.token === token && held.holder === holder && held.expiresAtMs > this.#nowMs();
    return isHeld ? held : undefined;
  }
}
