export type DayTime = 'morning' | 'afternoon' | 'evening' | 'night';

/** By the listener's own clock: the night ends at five. */
export function dayTimeAt(hour: number): DayTime {
  if (hour < 5) return 'night';
  if (hour < 12) return 'morning';
  return hour < 18 ? 'afternoon' : 'evening';
}
