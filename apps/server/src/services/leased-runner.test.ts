import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryLeaseRepository } from '#repositories/memory/memory-lease-repository.ts';
import { TestClock } from '#test/support/test-clock.ts';
import { LeasedRunner } from './leased-runner.ts';

function openServers(patienceMs?: number) {
  const clock = new TestClock();
  const leases = new MemoryLeaseRepository(() => clock.nowMs());
  return ['one', 'two'].map(
    (holder) => new LeasedRunner({ leases, name: 'users', holder, ...(patienceMs !== undefined && { patienceMs }) }),
  ) as [LeasedRunner, LeasedRunner];
}

test('tasks of several servers never overlap, and one that fails lets the next one run', async () => {
  const servers = openServers();
  let running = 0;
  let most = 0;
  const task = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
  };
  await assert.rejects(servers[0].run(() => Promise.reject(new Error('no'))));
  await Promise.all([...servers, ...servers, ...servers].map((server) => server.run(task)));
  assert.equal(most, 1);
});

test('whoever waits too long for another server is told to come again', async () => {
  const [one, two] = openServers(0);
  const hanging = Promise.withResolvers<void>();
  const first = one.run(() => hanging.promise);
  await assert.rejects(
    two.run(async () => undefined),
    { code: 'unavailable', retryAfterSeconds: 2 },
  );
  hanging.resolve();
  await first;
  assert.equal(await two.run(async () => 'done'), 'done');
});
