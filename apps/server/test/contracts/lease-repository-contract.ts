import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LeaseRepository } from '#repositories/lease-repository.ts';
import { eventuallyFind } from '#test/support/eventually.ts';
import { type OpenPart, sharePart } from './use-part.ts';

const LONG_MS = 60_000;
const SHORT_MS = 30;

export function describeLeaseRepository(open: OpenPart<LeaseRepository>): void {
  describe('leases', () => {
    const shared = sharePart(open);

    it('are held by one at a time, of many who want them at once', async () => {
      const leases = shared.get();
      const wanted = ['a', 'b', 'c', 'd'].map((holder) => leases.takeLease('wanted', holder, LONG_MS));
      const taken = await Promise.all(wanted);
      assert.equal(taken.filter((lease) => lease !== undefined).length, 1);
      assert.ok(await leases.takeLease('another', 'd', LONG_MS));
    });

    it('are renewed and released by their holder only', async () => {
      const leases = shared.get();
      const lease = await leases.takeLease('renewed', 'a', LONG_MS);
      assert.ok(lease);
      assert.equal(await leases.renewLease(lease, 'a', LONG_MS), true);
      assert.equal(await leases.renewLease(lease, 'b', LONG_MS), false);
      await leases.releaseLease(lease, 'b');
      assert.equal(await leases.takeLease('renewed', 'b', LONG_MS), undefined);
      assert.deepEqual(await leases.takeLease('renewed', 'a', LONG_MS), lease);
      await leases.releaseLease(lease, 'a');
      assert.equal(await leases.renewLease(lease, 'a', LONG_MS), false);
      assert.ok(await leases.takeLease('renewed', 'b', LONG_MS));
    });

    it('pass to another when they run out, with a greater token', async () => {
      const leases = shared.get();
      const first = await leases.takeLease('passed', 'a', SHORT_MS);
      assert.ok(first);
      const second = await eventuallyFind('the lease runs out', () => leases.takeLease('passed', 'b', LONG_MS));
      assert.ok(second.token > first.token);
      assert.equal(await leases.renewLease(first, 'a', LONG_MS), false);
      await leases.releaseLease(first, 'a');
      assert.equal(await leases.renewLease(second, 'b', LONG_MS), true);
    });
  });
}
