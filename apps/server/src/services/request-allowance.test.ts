import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainError } from '#models/errors.ts';
import { MemoryAllowanceRepository } from '#repositories/memory/memory-allowance-repository.ts';
import { TestClock } from '#test/support/test-clock.ts';
import { RequestAllowance } from './request-allowance.ts';

function openAllowance(perMinute: number) {
  const clock = new TestClock();
  const allowances = new MemoryAllowanceRepository();
  return { clock, allowance: new RequestAllowance({ allowances, fallback: allowances, perMinute, clock }) };
}

test('an allowance is used up, and comes back with time', async () => {
  const { clock, allowance } = openAllowance(60);
  for (let count = 0; count < 60; count++) assert.equal(await allowance.take('ada'), 0);
  assert.equal(await allowance.take('ada'), 1);
  assert.equal(await allowance.take('bob'), 0);
  clock.advance(2_000);
  const next = [await allowance.take('ada'), await allowance.take('ada'), await allowance.take('ada')];
  assert.deepEqual(next, [0, 0, 1]);
});

test('zero sets no limit', async () => {
  const { allowance } = openAllowance(0);
  for (let count = 0; count < 1000; count++) assert.equal(await allowance.take('ada'), 0);
});

test('while the shared count is away, this process counts by itself', async () => {
  const away = { takeOne: () => Promise.reject(new DomainError('unavailable', 'away')) };
  const parts = { fallback: new MemoryAllowanceRepository(), perMinute: 2, clock: new TestClock() };
  const allowance = new RequestAllowance({ ...parts, allowances: away });
  assert.deepEqual([await allowance.take('ada'), await allowance.take('ada')], [0, 0]);
  assert.ok((await allowance.take('ada')) > 0);
  const broken = { takeOne: () => Promise.reject(new TypeError('a bug')) };
  await assert.rejects(new RequestAllowance({ ...parts, allowances: broken }).take('ada'), TypeError);
});
