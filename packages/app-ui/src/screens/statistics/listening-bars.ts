import type { ListeningPeriod } from '@jetstream/api-contract';

export interface DaySum {
  date: string;
  plays: number;
  playedMs: number;
}

/** Bars of a year or of everything stand for months: 365 of them could not be told apart. */
export const isByMonth = (period: ListeningPeriod): boolean => period === 'year' || period === 'all';

/** Sums by month, silent months between them included, oldest first; `date` is the first of the month. */
export function sumByMonth(days: readonly DaySum[]): DaySum[] {
  const sums = new Map<string, DaySum>();
  for (const { date, plays, playedMs } of days) {
    const month = `${date.slice(0, 7)}-01`;
    const sum = sums.get(month) ?? { date: month, plays: 0, playedMs: 0 };
    sums.set(month, { date: month, plays: sum.plays + plays, playedMs: sum.playedMs + playedMs });
  }
  const [first, last] = [days[0]?.date, days.at(-1)?.date].map((date) => date?.slice(0, 7) ?? '');
  const filled: DaySum[] = [];
  for (let month = first ?? ''; month !== '' && month <= (last ?? ''); month = monthAfter(month)) {
    const date = `${month}-01`;
    filled.push(sums.get(date) ?? { date, plays: 0, playedMs: 0 });
  }
  return filled;
}

function monthAfter(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`;
}

/** Every nth bar has a label, so that at most `most` stand in a row, the last one among them. */
export function hasLabel(at: number, count: number, most: number): boolean {
  return (count - 1 - at) % Math.ceil(count / most) === 0;
}
