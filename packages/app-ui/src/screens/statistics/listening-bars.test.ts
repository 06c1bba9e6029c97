import { expect, test } from 'vitest';
import { hasLabel, sumByMonth } from './listening-bars.ts';

test('days become months, and months without plays are shown too', () => {
  const day = (date: string) => ({ date, plays: 1, playedMs: 10 });
  expect(sumByMonth([day('2025-11-30'), day('2025-11-30'), day('2026-02-01')])).toEqual([
    { date: '2025-11-01', plays: 2, playedMs: 20 },
    { date: '2025-12-01', plays: 0, playedMs: 0 },
    { date: '2026-01-01', plays: 0, playedMs: 0 },
    { date: '2026-02-01', plays: 1, playedMs: 10 },
  ]);
  expect(sumByMonth([])).toEqual([]);
});

test('labels are spread evenly, and the last bar has one', () => {
  const labelled = (count: number, most: number) =>
    Array.from({ length: count }, (_, at) => at).filter((at) => hasLabel(at, count, most));
  expect(labelled(7, 7)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  expect(labelled(30, 6)).toEqual([4, 9, 14, 19, 24, 29]);
  expect(labelled(1, 6)).toEqual([0]);
});
