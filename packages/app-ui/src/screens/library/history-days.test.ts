import { describe, expect, it } from 'vitest';
import { buildPlay } from '../testing/build-catalogue.ts';
import { createCalendarDay, groupPlaysByDay } from './history-days.ts';

const calendarDay = createCalendarDay('Europe/Berlin');
const berlinDay = (timestamp: string) => calendarDay(Date.parse(timestamp));

describe('groupPlaysByDay', () => {
  it('cuts at the local midnight, not at the one in Greenwich', () => {
    const days = groupPlaysByDay(
      [
        buildPlay({ id: 'p3', playedAt: '2026-03-09T23:30:00.000Z' }),
        buildPlay({ id: 'p2', playedAt: '2026-03-09T22:30:00.000Z' }),
        buildPlay({ id: 'p1', playedAt: '2026-03-08T23:30:00.000Z' }),
      ],
      berlinDay,
    );
    expect(days.map((day) => [day.day, day.plays.map((play) => play.id)])).toEqual([
      ['2026-03-10', ['p3']],
      ['2026-03-09', ['p2', 'p1']],
    ]);
  });

  it('has no days for no plays', () => {
    expect(groupPlaysByDay([], berlinDay)).toEqual([]);
  });
});
