import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryUploadLocks } from './memory-upload-locks.ts';

const never = new AbortController().signal;

test('whoever waits asks the holder to let go, and enters when it does', async () => {
  const locks = new MemoryUploadLocks();
  const steps: string[] = [];
  const release = await locks.lock('a', never, () => steps.push('wanted'));
  const second = locks.lock('a', never, () => undefined).then(() => steps.push('entered'));
  assert.deepEqual(steps, ['wanted']);
  steps.push('released');
  await release();
  await second;
  assert.deepEqual(steps, ['wanted', 'released', 'entered']);
});

test('other uploads do not wait', async () => {
  const locks = new MemoryUploadLocks();
  await locks.lock('a', never, () => assert.fail('nobody wants it'));
  await locks.lock('b', never, () => undefined);
});

test('who gives up leaves the queue to the others', async () => {
  const locks = new MemoryUploadLocks();
  const release = await locks.lock('a', never, () => undefined);
  const leaving = new AbortController();
  const left = locks.lock('a', leaving.signal, () => undefined);
  const third = locks.lock('a', never, () => undefined);
  leaving.abort(new Error('gone'));
  await assert.rejects(left, /gone/);
  await release();
  await release();
  await (
    await third
  )();
});
