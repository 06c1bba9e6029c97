import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainError } from '#models/errors.ts';
import { MemoryLeaseRepository } from '#repositories/memory/memory-lease-repository.ts';
import { eventually } from '#test/support/eventually.ts';
import { TestClock } from '#test/support/test-clock.ts';
import { RoleKeeper } from './role-keeper.ts';

const LIFETIME_MS = 45;

/** Servers that want the same role of one store of leases. */
function createServers(...names: string[]) {
  const clock = new TestClock();
  const leases = new MemoryLeaseRepository(() => clock.nowMs());
  const told: string[] = [];
  const errors: unknown[] = [];
  const keepers = names.map(
    (holder) =>
      new RoleKeeper({
        leases,
        name: 'watcher',
        holder,
        lifetimeMs: LIFETIME_MS,
        clock,
        onTaken: async () => void told.push(`${holder} has it`),
        onLost: () => told.push(`${holder} lost it`),
        onError: (error) => errors.push(error),
      }),
  );
  return { clock, leases, told, errors, keepers };
}

test('a role is held by one, and passes to another when its holder stops', async () => {
  const { keepers, told, errors } = createServers('a', 'b');
  for (const keeper of keepers) await keeper.start();
  assert.deepEqual(told, ['a has it']);
  assert.deepEqual(
    keepers.map(({ isHeld }) => isHeld),
    [true, false],
  );
  await keepers[0]?.stop();
  await eventually('the other has it', () => keepers[1]?.isHeld === true);
  assert.deepEqual(told, ['a has it', 'a lost it', 'b has it']);
  await keepers[1]?.stop();
  assert.deepEqual(errors, []);
});

test('a holder that overslept its lease gives the role up when another has it', async () => {
  const { keepers, told, clock, leases } = createServers('a');
  await keepers[0]?.start();
  clock.advance(LIFETIME_MS);
  assert.ok(await leases.takeLease('watcher', 'another', LIFETIME_MS));
  await eventually('it gives the role up', () => told.includes('a lost it'));
  await keepers[0]?.stop();
});

test('a holder that gets no answer keeps the role only for as long as its lease lasts', async () => {
  const { keepers, told, errors, clock, leases } = createServers('a');
  await keepers[0]?.start();
  leases.renewLease = () => Promise.reject(new Error('no answer'));
  await eventually('it complains', () => errors.length > 0);
  assert.deepEqual(told, ['a has it']);
  clock.advance(LIFETIME_MS);
  await eventually('it gives the role up', () => told.includes('a lost it'));
  await keepers[0]?.stop();
});

test('a holder that could not begin, since a store was away, tries again', async () => {
  const { leases, clock } = createServers();
  let tries = 0;
  const errors: unknown[] = [];
  const keeper = new RoleKeeper({
    leases,
    name: 'watcher',
    holder: 'a',
    lifetimeMs: LIFETIME_MS,
    clock,
    onTaken: async () => {
      if (++tries === 1) throw new DomainError('unavailable', 'away');
    },
    onLost: () => undefined,
    onError: (error) => errors.push(error),
  });
  await keeper.start();
  assert.deepEqual([keeper.isHeld, errors.length], [false, 1]);
  await eventually('it has begun', () => keeper.isHeld);
  assert.equal(tries, 2);
  await keeper.stop();
});
