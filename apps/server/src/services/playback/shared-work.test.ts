import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { GrowingBytes } from './growing-bytes.ts';
import { SharedWork } from './shared-work.ts';

const bytesOf = (text: string): Uint8Array => Buffer.from(text);

function watch({ isKept = false } = {}) {
  const work = new SharedWork({ isKept: () => isKept });
  const made: { bytes: GrowingBytes; end: PromiseWithResolvers<void> }[] = [];
  const signals: AbortSignal[] = [];
  const join = async (signal = new AbortController().signal) => {
    const { bytes } = work.join('a', signal, (growing, given) => {
      const end = Promise.withResolvers<void>();
      made.push({ bytes: growing, end });
      signals.push(given);
      given.addEventListener('abort', () => end.reject(given.reason));
      return end.promise;
    });
    return String(Buffer.from(await bytes.readAll(signal)));
  };
  const finish = (index: number, text: string) => {
    made[index]?.bytes.append(bytesOf(text));
    made[index]?.bytes.finish();
    made[index]?.end.resolve();
  };
  return { work, made, signals, join, finish };
}

test('those who ask for the same at once share one making', async () => {
  const { made, join, finish } = watch();
  const answers = [join(), join(), join()];
  finish(0, 'done');
  assert.deepEqual(await Promise.all(answers), ['done', 'done', 'done']);
  assert.equal(made.length, 1);
});

test('who comes later gets what was made already, and the rest as it comes', async () => {
  const { work, made, join, finish } = watch();
  const first = join();
  made[0]?.bytes.append(bytesOf('what was '));
  const { signal } = new AbortController();
  const late = work.join('a', signal, () => Promise.reject(new Error('made twice'))).bytes.read(signal);
  assert.equal(String((await late.next()).value), 'what was ');
  const rest = late.next();
  finish(0, 'made');
  assert.equal(String((await rest).value), 'made');
  assert.equal((await late.next()).done, true);
  assert.equal(await first, 'what was made');
});

test('what breaks in the middle is no end: every reader is told', async () => {
  const { made, join } = watch();
  const failing = [join(), join()].map((answer) => assert.rejects(answer, /broken/));
  made[0]?.bytes.append(bytesOf('half'));
  made[0]?.end.reject(new Error('broken'));
  await Promise.all(failing);
  assert.equal(made[0]?.bytes.sizeBytes, null);
});

test('what was made or has failed is made again for those who ask later', async () => {
  const { made, join, finish } = watch();
  const failing = assert.rejects(join(), /broken/);
  made[0]?.end.reject(new Error('broken'));
  await failing;
  const again = join();
  finish(1, 'done');
  assert.equal(await again, 'done');
});

test('one who leaves takes nothing from the others', async () => {
  const { made, signals, join, finish } = watch();
  const leaving = new AbortController();
  const left = assert.rejects(join(leaving.signal), /left/);
  const staying = join();
  made[0]?.bytes.append(bytesOf('half '));
  leaving.abort(new Error('left'));
  await left;
  assert.equal(signals[0]?.aborted, false);
  finish(0, 'done');
  assert.equal(await staying, 'half done');
});

test('when the last one leaves the work ends, and who comes then begins anew', async () => {
  const { signals, join, finish } = watch();
  const leaving = new AbortController();
  const left = assert.rejects(join(leaving.signal), /left/);
  leaving.abort(new Error('left'));
  await left;
  assert.equal(signals[0]?.aborted, true);
  const again = join();
  finish(1, 'done');
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
