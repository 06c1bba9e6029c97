import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SharedWork } from './shared-work.ts';

function watch({ isKept = false } = {}) {
  const work = new SharedWork<string>({ isKept: () => isKept });
  const made: PromiseWithResolvers<string>[] = [];
  const signals: AbortSignal[] = [];
  const join = (signal: AbortSignal | undefined = new AbortController().signal, key = 'a') =>
    work.join(key, signal, (given) => {
      const making = Promise.withResolvers<string>();
      made.push(making);
      signals.push(given);
      given.addEventListener('abort', () => making.reject(given.reason));
      return making.promise;
    });
  return { work, made, signals, join };
}

test('those who ask for the same at once share one making', async () => {
  const { made, join } = watch();
  const answers = [join(), join(), join()];
  made[0]?.resolve('done');
  assert.deepEqual(await Promise.all(answers), ['done', 'done', 'done']);
  assert.equal(made.length, 1);
});

test('what was made or has failed is made again for those who ask later', async () => {
  const { made, join } = watch();
  const failing = assert.rejects(join(), /broken/);
  made[0]?.reject(new Error('broken'));
  await failing;
  const again = join();
  made[1]?.resolve('done');
  assert.equal(await again, 'done');
});

test('one who leaves takes nothing from the others', async () => {
  const { made, signals, join } = watch();
  const leaving = new AbortController();
  const left = assert.rejects(join(leaving.signal), /left/);
  const staying = join();
  leaving.abort(new Error('left'));
  await left;
  assert.equal(signals[0]?.aborted, false);
  made[0]?.resolve('done');
  assert.equal(await staying, 'done');
});

test('when the last one leaves the work ends, and who comes then begins anew', async () => {
  const { made, signals, join } = watch();
  const leaving = new AbortController();
  const left = assert.rejects(join(leaving.signal), /left/);
  leaving.abort(new Error('left'));
  await left;
  assert.equal(signals[0]?.aborted, true);
  const again = join();
  made[1]?.resolve('done');
  assert.equal(await again, 'done');
});

test('work that is wanted anyway goes on when the last one leaves', async () => {
  const { signals, join } = watch({ isKept: true });
  const leaving = new AbortController();
  const left = assert.rejects(join(leaving.signal), /left/);
  leaving.abort(new Error('left'));
  await left;
  assert.equal(signals[0]?.aborted, false);
});
