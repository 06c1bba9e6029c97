import type { Play } from '@jetstream/api-contract';

export interface HistoryDay {
  /** Local calendar day such as `2026-03-09`. */
  day: string;
  /** The first moment of that day among the plays, for formatting. */
  at: string;
  plays: Play[];
}

/** Plays (newest first) in groups of one local calendar day each, in the same order. */
export function groupPlaysByDay(plays: readonly Play[], dayOf: (timestamp: string) => string): HistoryDay[] {
  const days: HistoryDay[] = [];
  for (const play of plays) {
    const day = dayOf(play.playedAt);
    const last = days.at(-1);
    if (last?.day === day) last.plays.push(play);
    else days.push({ day, at: play.playedAt, plays: [play] });
  }
  return days;
}

/** The calendar day of a moment where the listener is, such as `2026-03-09`. */
export function createCalendarDay(timeZone?: string): (timeMs: number) => string {
  const format = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone });
  return (timeMs) => format.format(timeMs);
}
