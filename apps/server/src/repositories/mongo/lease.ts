import { setTimeout as wait } from 'node:timers/promises';
import type { Collection, Db } from 'mongodb';
import { DomainError } from '#models/errors.ts';
import { isDuplicateKey } from './duplicate-key.ts';

interface LeaseDocument {
  /** Name and generation: who inserts the next generation has the lease. */
  _id: string;
  name: string;
  generation: number;
  owner: string;
  expiresAtMs: number;
}

export interface LeaseOptions {
  name: string;
  owner: string;
  nowMs: () => number;
  /** After this time without renewal the holder counts as gone. */
  lifetimeMs?: number;
  /** Longest wait for another holder. */
  patienceMs?: number;
}

const LIFETIME_MS = 30_000;
const PATIENCE_MS = 120_000;
const LOOK_INTERVAL_MS = 200;

/**
 * Runs `work` while nobody else runs work of this name. Each holder inserts a document of the next generation: the insert
 * is atomic on every server, also where an update is not. A holder that died loses it when its time is over.
 *
 * @throws DomainError unavailable when another one holds it for too long.
 */
export async function withLease<T>(database: Db, options: LeaseOptions, work: () => Promise<T>): Promise<T> {
  const leases = database.collection<LeaseDocument>('leases');
  const lifetimeMs = options.lifetimeMs ?? LIFETIME_MS;
  const id = await acquire(leases, options, lifetimeMs);
  const extend = (expiresAtMs: number) => leases.updateOne({ _id: id }, { $set: { expiresAtMs } });
  // A renewal that fails only lets the lease end early.
  const renewal = setInterval(
    () => void extend(options.nowMs() + lifetimeMs).catch(() => undefined),
    Math.ceil(lifetimeMs / 3),
  );
  try {
    return await work();
  } finally {
    clearInterval(renewal);
    await extend(0).catch(() => undefined);
  }
}

async function acquire(leases: Collection<LeaseDocument>, options: LeaseOptions, lifetimeMs: number): Promise<string> {
  const { name, owner, nowMs, patienceMs = PATIENCE_MS } = options;
  const lateAtMs = nowMs() + patienceMs;
  while (nowMs() < lateAtMs) {
    const last = await leases.findOne({ name }, { sort: { generation: -1 } });
    if (last === null || last.expiresAtMs <= nowMs()) {
      const generation = (last?.generation ?? 0) + 1;
      const _id = `${name}.${generation}`;
      if (await insert(leases, { _id, name, generation, owner, expiresAtMs: nowMs() + lifetimeMs })) {
        await leases.deleteMany({ name, generation: { $lt: generation } });
        return _id;
      }
    }
    await wait(LOOK_INTERVAL_MS);
  }
  throw new DomainError('unavailable', `Another server has been at work on "${name}" for too long.`);
}

async function insert(leases: Collection<LeaseDocument>, lease: LeaseDocument): Promise<boolean> {
  try {
    await leases.insertOne(lease);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw error;
  }
}
