import { setTimeout as wait } from 'node:timers/promises';
import type { UploadLocks } from '#gateways/upload-locks.ts';
import { DomainError } from '#models/errors.ts';
import type { Lease, LeaseRepository } from '#repositories/lease-repository.ts';

export interface LeasedUploadLocksOptions {
  /** Of this process: whoever came first here goes to the other servers first. */
  locks: UploadLocks;
  leases: LeaseRepository;
  createHolder(): string;
  lifetimeMs?: number;
  lookMs?: number;
  longestWaitMs?: number;
}

const LIFETIME_MS = 15_000;
/** Between two tries, and between two looks whether somebody waits. */
const LOOK_MS = 500;
const LONGEST_WAIT_MS = 20_000;

/**
 * Locks over several servers, as leases: one that is killed loses its own after a while. Whoever waits holds a second lease
 * by the name of the first, by which the holder sees that it is wanted.
 */
export class LeasedUploadLocks implements UploadLocks {
  readonly #options: Required<LeasedUploadLocksOptions>;

  constructor(options: LeasedUploadLocksOptions) {
    this.#options = { lifetimeMs: LIFETIME_MS, lookMs: LOOK_MS, longestWaitMs: LONGEST_WAIT_MS, ...options };
  }

  async lock(id: string, signal: AbortSignal, onWanted: () => void): Promise<() => Promise<void>> {
    const releaseOwn = await this.#options.locks.lock(id, signal, onWanted);
    try {
      const holder = this.#options.createHolder();
      const lease = await this.#take(id, holder, signal);
      const keeping = new AbortController();
      const kept = this.#keep({ id, holder, lease, onWanted }, keeping.signal);
      return async () => {
        keeping.abort();
        await kept;
        await this.#options.leases.releaseLease(lease, holder).catch(() => undefined);
        await releaseOwn();
      };
    } catch (error) {
      await releaseOwn();
      throw error;
    }
  }

  async #take(id: string, holder: string, signal: AbortSignal): Promise<Lease> {
    const { leases, lifetimeMs, lookMs, longestWaitMs } = this.#options;
    for (let waitedMs = 0; waitedMs <= longestWaitMs; waitedMs += lookMs) {
      const lease = await leases.takeLease(toName(id), holder, lifetimeMs);
      if (lease) return lease;
      await leases.takeLease(toWish(id), holder, lookMs * 3);
      await wait(lookMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
    throw new DomainError('unavailable', 'This upload is being received already.', { retryAfterSeconds: 5 });
  }

  /** Until the lock is released. A lease that ran out while its store was away is another's: the holder lets go. */
  async #keep({ id, holder, lease, onWanted }: Held, signal: AbortSignal): Promise<void> {
    const { leases, lifetimeMs, lookMs } = this.#options;
    while (!signal.aborted) {
      await wait(lookMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        const wish = await leases.takeLease(toWish(id), holder, lookMs);
        if (wish) await leases.releaseLease(wish, holder);
        const isHeld = await leases.renewLease(lease, holder, lifetimeMs);
        if (!wish || !isHeld) onWanted();
      } catch {
        // The store is away: the lease lives on for a while, and the next look tells whether it did.
      }
    }
  }
}

interface Held {
  id: string;
  holder: string;
  lease: Lease;
  onWanted: () => void;
}

const toName = (id: string): string => `upload-${id}`;
const toWish = (id: string): string => `upload-wanted-${id}`;
