import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TaskGate } from './task-gate.ts';

/** A task that ends when told. */
function createTask(name: string, log: string[]) {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const task = async () => {
    log.push(name);
    await promise;
  };
  return { task, end: resolve, fail: reject };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

test('no more tasks run than the limit, urgent ones first', async () => {
  const gate = new TaskGate(1);
  const log: string[] = [];
  const [a, b, c] = [createTask('a', log), createTask('b', log), createTask('c', log)];
  const all = [gate.run('urgent', a.task), gate.run('background', b.task), gate.run('urgent', c.task)];
  await settled();
  assert.deepEqual(log, ['a']);
  a.end();
  await settled();
  assert.deepEqual(log, ['a', 'c']);
  c.end();
  await settled();
  assert.deepEqual(log, ['a', 'c', 'b']);
  b.end();
  await Promise.all(all);
});

test('background tasks leave a place for an urgent one', async () => {
  const gate = new TaskGate(2);
  const log: string[] = [];
  const [a, b, c] = [createTask('a', log), createTask('b', log), createTask('c', log)];
  const all = [gate.run('background', a.task), gate.run('background', b.task), gate.run('urgent', c.task)];
  await settled();
  assert.deepEqual(log, ['a', 'c']);
  for (const { end } of [a, b, c]) end();
  await Promise.all(all);
});

test('a task that fails gives its place back', async () => {
  const gate = new TaskGate(1);
  await assert.rejects(gate.run('urgent', () => Promise.reject(new Error('no'))));
  assert.equal(await gate.run('background', async () => 'done'), 'done');
});
