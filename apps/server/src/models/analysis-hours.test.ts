import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isAnalysisHour, parseAnalysisHours } from './analysis-hours.ts';

const at = (hour: number) => new Date(2026, 5, 1, hour, 30).getTime();
const hoursOf = (text: string) => {
  const hours = parseAnalysisHours(text);
  assert.ok(hours, text);
  return Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => isAnalysisHour(hours, at(hour)));
};

it('holds for a stretch of the day, over midnight too', () => {
  assert.deepEqual(hoursOf('1-4'), [1, 2, 3]);
  assert.deepEqual(hoursOf('22-3'), [0, 1, 2, 22, 23]);
  assert.deepEqual(hoursOf('20-24'), [20, 21, 22, 23]);
});

it('is always or never when it says so', () => {
  assert.equal(hoursOf('always').length, 24);
  assert.equal(hoursOf('0-24').length, 24);
  assert.deepEqual(hoursOf('off'), []);
});

it('refuses what is no stretch of hours', () => {
  for (const text of ['', 'on', '1', '1-', '24-3', '1-25', '1-2-3', ' 1-2'])
    assert.equal(parseAnalysisHours(text), undefined);
});
