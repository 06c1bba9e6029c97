import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainError } from '#models/errors.ts';
import { MemoryUploadLocks } from '#gateways/uploads/memory-upload-locks.ts';
import type { LeaseRepository } from '#repositories/lease-repository.ts';
import { MemoryLeaseRepository } from '#repositories/memory/memory-lease-repository.ts';
import { LeasedUploadLocks } from './leased-upload-locks.ts';

const leases = new MemoryLeaseRepository(() => performance.now());
let holders = 0;
/** A server: its own process, the leases of all. */
const clock = { nowMs: () => performance.now() };
const openServer = (lifetimeMs = 5000, own: LeaseRepository = leases) =>
  new LeasedUploadLocks({
    locks: new MemoryUploadLocks(),
    leases: own,
    clock,
    createHolder: () => `server-${holders++}`,
    lifetimeMs,
    lookMs: 5,
    longestWaitMs: 2000,
  });
const never = new AbortController().signal;

test('a server waits until the other has let go, which is asked to', async () => {
  const [one, two] = [openServer(), openServer()];
  const events: string[] = [];
  const wanted = Promise.withResolvers<void>();
  const release = await one.lock('a', never, () => wanted.resolve());
  const waiting = two
    .lock('a', never, () => undefined)
    .then((releaseTwo) => {
      events.push('two');
      return releaseTwo;
    });
  await wanted.promise;
  assert.equal(events.length, 0);
  events.push('one lets go');
  await release();
  await (
    await waiting
  )();
  assert.deepEqual(events, ['one lets go', 'two']);
});

test('uploads do not wait for each other, and nobody is asked to let go without need', async () => {
  const [one, two] = [openServer(), openServer()];
  let asked = 0;
  const releaseA = await one.lock('b', never, () => asked++);
  const releaseB = await two.lock('c', never, () => asked++);
  for (let turn = 0; turn < 5; turn++) await (await two.lock(`d${turn}`, never, () => undefined))();
  assert.equal(asked, 0);
  await releaseA();
  await releaseB();
});

test('a lock of a server that was killed is free after its lifetime', async () => {
  await leases.takeLease('upload-e', 'killed', 50);
  const release = await openServer().lock('e', never, () => undefined);
  await release();
});

test('a holder is told once when its lock may be of another', async () => {
  for (const happening of ['the lease is another’s', 'its store is away'] as const) {
    const own = new MemoryLeaseRepository(() => performance.now());
    const lost = Promise.withResolvers<void>();
    const release = await openServer(50, own).lock('g', never, () => assert.fail('nobody wants it'), lost.resolve);
    own.renewLease = async () => {
      if (happening === 'its store is away') throw new DomainError('unavailable', 'away');
      return false;
    };
    await lost.promise;
    await release();
  }
});

test('whoever gives up waiting leaves nothing behind', async () => {
  const [one, two] = [openServer(), openServer()];
  const release = await one.lock('f', never, () => undefined);
  const giving = new AbortController();
  const waiting = two.lock('f', giving.signal, () => undefined);
  giving.abort(new Error('gone'));
  await assert.rejects(waiting, /gone/);
  await release();
  await (
    await two.lock('f', never, () => undefined)
  )();
});
