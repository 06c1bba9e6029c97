import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AllowanceRepository } from '#repositories/allowance-repository.ts';
import { type OpenPart, sharePart } from './use-part.ts';

export function describeAllowanceRepository(open: OpenPart<AllowanceRepository>): void {
  describe('allowances', () => {
    const allowances = sharePart(open);
    const take = (key: string, perMinute: number, nowMs: number) => allowances.get().takeOne({ key, perMinute, nowMs });

    it('give exactly as many as they hold to those who ask at once', async () => {
      const asked = await Promise.all(Array.from({ length: 50 }, () => take('burst', 20, 1000)));
      assert.equal(asked.filter((waitMs) => waitMs === 0).length, 20);
      assert.equal(await take('other', 20, 1000), 0);
    });

    it('come back with time, by parts, and never beyond a minute', async () => {
      for (let count = 0; count < 60; count++) assert.equal(await take('time', 60, 1000), 0);
      assert.equal(await take('time', 60, 1000), 1000);
      assert.equal(await take('time', 60, 1250), 750);
      assert.equal(await take('time', 60, 2000), 0);
      assert.ok((await take('time', 60, 2000)) > 0);
      let given = 0;
      while (given < 100 && (await take('time', 60, 9_000_000)) === 0) given++;
      assert.equal(given, 60);
    });

    it('do not grow by a clock that runs behind', async () => {
      assert.equal(await take('behind', 1, 600_000), 0);
      assert.ok((await take('behind', 1, 0)) > 0);
      assert.ok((await take('behind', 1, 600_000)) > 0);
    });
  });
}
