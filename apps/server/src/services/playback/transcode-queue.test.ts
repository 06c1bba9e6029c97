import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainError } from '#models/errors.ts';
import { TranscodeQueue } from './transcode-queue.ts';

const LIMITS = { limit: 2, limitPerOwner: 2, longest: 10, longestPerOwner: 5 };

/** Tasks that end when they are told, and the order in which they began. */
function watch(limits: Partial<typeof LIMITS> = {}) {
  const queue = new TranscodeQueue({ ...LIMITS, ...limits });
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = (name: string, owner: string | null, signal = new AbortController().signal, arrival?: number) => {
    const run = () => {
      begun.push(name);
      const { promise, resolve } = Promise.withResolvers<string>();
      ends.set(name, () => resolve(name));
      return promise;
    };
    return queue.run({ owner, signal, arrival, run });
  };
  const end = async (name: string) => {
    ends.get(name)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, begun, ask, end };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));

test('one listener is served in the order of arrival', async () => {
  const { begun, ask, end } = watch({ limit: 1 });
  const answers = ['a', 'b', 'c'].map((name) => ask(name, 'ada'));
  for (const name of ['a', 'b', 'c']) {
    await settled();
    await end(name);
  }
  assert.deepEqual(await Promise.all(answers), ['a', 'b', 'c']);
  assert.deepEqual(begun, ['a', 'b', 'c']);
});

test('who came earlier is served earlier, also when it reaches the queue later', async () => {
  const { queue, begun, ask, end } = watch({ limit: 1 });
  const { signal } = new AbortController();
  const [b1 = 0, b2 = 0, c1 = 0, a1 = 0] = Array.from({ length: 4 }, () => queue.noteArrival());
  const all = [ask('first', 'dan'), ask('a1', 'ada', signal, a1), ask('b2', 'bob', signal, b2)];
  all.push(ask('c1', 'cem', signal, c1), ask('b1', 'bob', signal, b1));
  for (const name of ['first', 'b1', 'c1', 'a1', 'b2']) {
    await settled();
    await end(name);
  }
  await Promise.all(all);
  assert.deepEqual(begun, ['first', 'b1', 'c1', 'a1', 'b2']);
});

test('who comes later takes turns with who asked for much', async () => {
  const { begun, ask, end } = watch({ limit: 1 });
  const all = [...['a1', 'a2', 'a3'].map((name) => ask(name, 'ada')), ask('b1', 'bob'), ask('c1', 'cem')];
  for (const name of ['a1', 'a2', 'b1', 'c1', 'a3']) {
    await settled();
    await end(name);
  }
  await Promise.all(all);
  assert.deepEqual(begun, ['a1', 'a2', 'b1', 'c1', 'a3']);
});

test('one listener never has more than a share', async () => {
  const { begun, ask, end } = watch({ limit: 3, limitPerOwner: 1 });
  const all = [ask('a1', 'ada'), ask('a2', 'ada'), ask('b1', 'bob')];
  await settled();
  assert.deepEqual(begun, ['a1', 'b1']);
  await end('a1');
  assert.deepEqual(begun, ['a1', 'b1', 'a2']);
  await end('a2');
  await end('b1');
  await Promise.all(all);
});

test('who has gone is not served, and the others move up', async () => {
  const { begun, ask, end } = watch({ limit: 1 });
  const gone = new AbortController();
  const all = [ask('a', 'ada'), ask('b', 'bob', gone.signal), ask('c', 'cem')];
  const refused = assert.rejects(all[1] ?? Promise.resolve(), /left/);
  await settled();
  gone.abort(new Error('left'));
  await refused;
  await end('a');
  await end('c');
  assert.deepEqual(begun, ['a', 'c']);
});

test('who comes when too many wait is told when to come again', async () => {
  const { ask, end, queue } = watch({ limit: 1, longest: 2, longestPerOwner: 1 });
  const all = [ask('a1', 'ada'), ask('a2', 'ada'), ask('b1', 'bob')];
  await settled();
  const isTold = (error: unknown) =>
    error instanceof DomainError && error.code === 'unavailable' && (error.retryAfterSeconds ?? 0) > 0;
  await assert.rejects(ask('a3', 'ada'), isTold);
  await assert.rejects(ask('c1', 'cem'), isTold);
  assert.equal(queue.waitingCount, 2);
  for (const name of ['a1', 'b1', 'a2']) await end(name);
  for (const name of ['a2', 'b1']) await end(name);
  await Promise.all(all);
});

test('work made ahead takes only a place that is idle', async () => {
  const { begun, ask, end, queue } = watch({ limit: 2 });
  const ahead = ask('ahead', null);
  await settled();
  assert.ok(queue.isIdle);
  const listening = ask('a', 'ada');
  await settled();
  assert.ok(!queue.isIdle);
  await assert.rejects(ask('more', null), DomainError);
  await end('ahead');
  await end('a');
  await Promise.all([ahead, listening]);
  assert.deepEqual(begun, ['ahead', 'a']);
});

test('a task that fails gives its place back', async () => {
  const { queue } = watch({ limit: 1 });
  const { signal } = new AbortController();
  await assert.rejects(queue.run({ owner: 'ada', signal, run: () => Promise.reject(new Error('broken')) }), /broken/);
  assert.equal(await queue.run({ owner: 'ada', signal, run: async () => 'fine' }), 'fine');
});
