import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';

const LIMIT_MS = 20_000;
const PAUSE_MS = 10;

/** Waits until it is so, as it has to be once what is under way has arrived; fails when it takes far too long. */
export async function eventually(what: string, isSo: () => Promise<boolean> | boolean): Promise<void> {
  const lateAt = performance.now() + LIMIT_MS;
  while (!(await isSo())) {
    assert.ok(performance.now() < lateAt, `in vain: ${what}`);
    await wait(PAUSE_MS);
  }
}
