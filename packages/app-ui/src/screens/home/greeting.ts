import type { TextKey } from '#locale/dictionary.ts';

export type DayTime = 'morning' | 'afternoon' | 'evening' | 'night';

/** By the listener's own clock: the night ends at five. */
export function dayTimeAt(hour: number): DayTime {
  if (hour < 5) return 'night';
  if (hour < 12) return 'morning';
  return hour < 18 ? 'afternoon' : 'evening';
}

/** To whoever has a name, and to anybody. */
export const greetingKeys = {
  morning: { named: 'home.morningFor', plain: 'home.morning' },
  afternoon: { named: 'home.afternoonFor', plain: 'home.afternoon' },
  evening: { named: 'home.eveningFor', plain: 'home.evening' },
  night: { named: 'home.nightFor', plain: 'home.night' },
} as const satisfies Record<DayTime, Record<'named' | 'plain', TextKey>>;
