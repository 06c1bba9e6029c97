import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AttemptRepository } from '#repositories/attempt-repository.ts';
import { type OpenPart, sharePart } from './use-part.ts';

const HOUR_MS = 3_600_000;

export function describeAttemptRepository(open: OpenPart<AttemptRepository>): void {
  describe('attempts', () => {
    const attempts = sharePart(open);

    it('are counted one by one, however many come at once', async () => {
      const counted = await Promise.all(
        Array.from({ length: 50 }, (_, index) => attempts.get().addAttempt('many', 1000 + index, HOUR_MS)),
      );
      assert.equal(new Set(counted.map(({ count }) => count)).size, 50);
      assert.equal((await attempts.get().findAttempts('many', 2000))?.count, 50);
    });

    it('are forgotten when the last of them is old enough', async () => {
      const repository = attempts.get();
      await repository.addAttempt('old', 1000, HOUR_MS);
      await repository.addAttempt('old', 2000, HOUR_MS);
      const found = await repository.findAttempts('old', 2000 + HOUR_MS - 1);
      assert.deepEqual([found?.count, found?.lastAtMs], [2, 2000]);
      assert.equal(await repository.findAttempts('old', 2000 + HOUR_MS), undefined);
      assert.equal((await repository.addAttempt('old', 2000 + HOUR_MS, HOUR_MS)).count, 1);
    });

    it('are taken back one by one or all together', async () => {
      const repository = attempts.get();
      for (const nowMs of [1, 2, 3]) await repository.addAttempt('back', nowMs, HOUR_MS);
      await repository.removeAttempt('back');
      assert.equal((await repository.findAttempts('back', 3))?.count, 2);
      await repository.deleteAttempts('back');
      await repository.removeAttempt('back');
      assert.equal(await repository.findAttempts('back', 3), undefined);
      assert.equal((await repository.addAttempt('back', 4, HOUR_MS)).count, 1);
    });

    it('under keys of any length and letters do not mix', async () => {
      const repository = attempts.get();
      const keys = ['name a:b from *', 'name a b:from *', `name ${'x'.repeat(10_000)}`, 'name \u0000 𝄞'];
      for (const key of keys) assert.equal((await repository.addAttempt(key, 1, HOUR_MS)).count, 1);
    });
  });
}
