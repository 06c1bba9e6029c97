import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';

const LIMIT_MS = 20_000;
const PAUSE_MS = 10;

/** Waits until it is so, as it has to be once what is under way has arrived; fails when it takes far too long. */
export async function eventually(
  what: string,
  isSo: () => Promise<boolean> | boolean,
  limitMs = LIMIT_MS,
): Promise<void> {
  await eventuallyFind(what, async () => (await isSo()) || undefined, limitMs);
}

/** As `eventually`, for what is there in the end. */
export async function eventuallyFind<T>(
  what: string,
  find: () => Promise<T | undefined>,
  limitMs = LIMIT_MS,
): Promise<T> {
  const lateAt = performance.now() + limitMs;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    assert.ok(performance.now() < lateAt, `in vain: ${what}`);
    await wait(PAUSE_MS);
  }
}
