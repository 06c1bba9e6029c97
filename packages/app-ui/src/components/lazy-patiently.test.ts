import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadPatiently } from './lazy-patiently.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('code that does not come without a network comes with it', async () => {
  const network = { isThere: false, asked: 0 };
  const load = async (): Promise<string> => {
    network.asked += 1;
    if (!network.isThere) throw new TypeError('Failed to fetch dynamically imported module');
    return 'screen';
  };
  const loading = loadPatiently(load);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(network.asked).toBeGreaterThan(5);
  expect(network.asked).toBeLessThan(15);
  network.isThere = true;
  await vi.advanceTimersByTimeAsync(8_000);
  expect(await loading).toBe('screen');
});
