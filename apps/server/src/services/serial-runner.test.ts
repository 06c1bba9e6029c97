import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SerialRunner } from './serial-runner.ts';

test('a task starts when the one before has ended, even badly', async () => {
  const runner = new SerialRunner();
  const log: string[] = [];
  const first = Promise.withResolvers<void>();
  const one = runner.run(async () => {
    await first.promise;
    log.push('one');
    throw new Error('no');
  });
  const two = runner.run(async () => log.push('two'));
  first.resolve();
  await assert.rejects(one, /no/);
  await two;
  assert.deepEqual(log, ['one', 'two']);
});
