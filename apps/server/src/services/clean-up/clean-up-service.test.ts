import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JobProgress } from '#models/job.ts';
import { TestClock } from '#test/support/test-clock.ts';
import { CleanUpService } from './clean-up-service.ts';

test('one task that fails does not keep the others from their work, and is named', async () => {
  const clock = new TestClock();
  const ran: number[] = [];
  const reported: JobProgress[] = [];
  const service = new CleanUpService({
    clock,
    tasks: [
      { name: 'first', run: async (nowMs) => void ran.push(nowMs) },
      { name: 'broken', run: () => Promise.reject(new Error('no disk')) },
      { name: 'last', run: async (nowMs) => void ran.push(nowMs) },
    ],
  });
  const control = { signal: new AbortController().signal, report: (progress: JobProgress) => reported.push(progress) };
  await assert.rejects(service.cleanUp(control), /These could not be cleaned up: broken\./);
  assert.deepEqual(ran, [clock.nowMs(), clock.nowMs()]);
  assert.deepEqual(reported.at(-1), { done: 3, total: 3 });
});
