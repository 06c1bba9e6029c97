import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TestClock } from '#test/support/test-clock.ts';
import { RequestAllowance } from './request-allowance.ts';

test('an allowance is used up, and comes back with time', () => {
  const clock = new TestClock();
  const allowance = new RequestAllowance({ perMinute: 60, clock });
  for (let count = 0; count < 60; count++) assert.equal(allowance.take('ada'), 0);
  assert.equal(allowance.take('ada'), 1);
  assert.equal(allowance.take('bob'), 0);
  clock.advance(2_000);
  assert.deepEqual([allowance.take('ada'), allowance.take('ada'), allowance.take('ada')], [0, 0, 1]);
});

test('an allowance does not grow beyond a minute', () => {
  const clock = new TestClock();
  const allowance = new RequestAllowance({ perMinute: 2, clock });
  clock.advance(3_600_000);
  assert.deepEqual(
    [1, 2, 3].map(() => allowance.take('ada') > 0),
    [false, false, true],
  );
});

test('zero sets no limit', () => {
  const allowance = new RequestAllowance({ perMinute: 0, clock: new TestClock() });
  for (let count = 0; count < 1000; count++) assert.equal(allowance.take('ada'), 0);
});
