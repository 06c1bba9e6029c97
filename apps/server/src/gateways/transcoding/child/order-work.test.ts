import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { test } from 'node:test';
import { OrderWork } from './order-work.ts';

const TURNS = 5;

async function haveTurns(): Promise<'resting'> {
  for (let turn = 0; turn < TURNS; turn++) await setImmediate();
  return 'resting';
}

/** Breathes until a breath does not end by itself. */
async function breatheUntilItRests(work: OrderWork): Promise<{ end: Promise<void> }> {
  for (;;) {
    const end = work.breathe();
    if ((await Promise.race([end, haveTurns()])) === 'resting') return { end };
  }
}

test('paused work rests until it is to go on', async () => {
  const work = new OrderWork(1, () => undefined);
  work.setPaused(true);
  const { end } = await breatheUntilItRests(work);
  work.setPaused(false);
  await end;
});

test('paused work that is cancelled ends', async () => {
  const work = new OrderWork(1, () => undefined);
  work.setPaused(true);
  const { end } = await breatheUntilItRests(work);
  work.cancel();
  await assert.rejects(end, { message: 'It was cancelled.' });
});
