import { setTimeout as wait } from 'node:timers/promises';
import type { UploadLocks } from '#gateways/upload-locks.ts';
import { DomainError } from '#models/errors.ts';
import type { Lease, LeaseRepository } from '#repositories/lease-repository.ts';
import type { Clock } from '../clock.ts';

export interface LeasedUploadLocksOptions {
  /** Of this process: whoever came first here goes to the other servers first. */
  locks: UploadLocks;
  leases: LeaseRepository;
  clock: Clock;
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

  async lock(
    id: string,
    signal: AbortSignal,
    onWanted: () => void,
    onLost: () => void = onWanted,
  ): Promise<() => Promise<void>> {
    const releaseOwn = await this.#options.locks.lock(id, signal, onWanted);
    try {
      const holder = this.#options.createHolder();
      const { lease, takenAtMs } = await this.#take(id, holder, signal);
      const keeping = new AbortController();
      const kept = this.#keep({ id, holder, lease, takenAtMs, onWanted, onLost }, keeping.signal);
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

  async #take(id: string, holder: string, signal: AbortSignal): Promise<Pick<Held, 'lease' | 'takenAtMs'>> {
    const { leases, clock, lifetimeMs, lookMs, longestWaitMs } = this.#options;
    for (let waitedMs = 0; waitedMs <= longestWaitMs; waitedMs += lookMs) {
      const takenAtMs = clock.nowMs();
      const lease = await leases.takeLease(toName(id), holder, lifetimeMs);
      if (lease) return { lease, takenAtMs };
      await leases.takeLease(toWish(id), holder, lookMs * 3);
      await wait(lookMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
    throw new DomainError('unavailable', 'This upload is being received already.', { retryAfterSeconds: 5 });
  }

  /** Until the lock is released, or lost: its lease ran out while its store was away, or while this process stood still. */
  async #keep({ id, holder, lease, takenAtMs, onWanted, onLost }: Held, signal: AbortSignal): Promise<void> {
    const { leases, clock, lifetimeMs, lookMs } = this.#options;
    let renewedAtMs = takenAtMs;
    while (!signal.aborted) {
      await wait(lookMs, undefined, { signal, ref: false }).catch(() => undefined);
      if (signal.aborted) return;
      const askedAtMs = clock.nowMs();
      try {
        if (!(await leases.renewLease(lease, holder, lifetimeMs))) return onLost();
        renewedAtMs = askedAtMs;
        const wish = await leases.takeLease(toWish(id), holder, lookMs);
        if (wish) await leases.releaseLease(wish, holder);
        else onWanted();
      } catch {
        // Without an answer it lives on for its lifetime.
        if (clock.nowMs() - renewedAtMs >= lifetimeMs) return onLost();
      }
    }
  }
}

interface Held {
  id: string;
  holder: string;
  lease: Lease;
  /** When it was asked for. */
  takenAtMs: number;
  onWanted: () => void;
  onLost: () => void;
}

const toName = (id: string): string => `upload-${id}`;
const toWish = (id: string): string => `upload-wanted-${id}`;
