import { expect, it } from 'vitest';
import { dayTimeAt } from './greeting.ts';

it('greets by the hour, and counts the small hours to the night', () => {
  expect([0, 4, 5, 11, 12, 17, 18, 23].map(dayTimeAt)).toEqual([
    'night',
    'night',
    'morning',
    'morning',
    'afternoon',
    'afternoon',
    'evening',
    'evening',
  ]);
});
