import { isNumber, recordOf, type Shape } from '../storage/shapes.ts';

/** When playing ends by itself: at a point in time, or with the track or album that plays then. */
export type SleepTimer = { kind: 'time'; endsAtMs: number } | { kind: 'track-end' } | { kind: 'album-end' };

const isTimeTimer = recordOf<{ kind: 'time'; endsAtMs: number }>({
  kind: (kind) => kind === 'time',
  endsAtMs: isNumber,
});
const isEndTimer = recordOf<{ kind: 'track-end' | 'album-end' }>({
  kind: (kind) => kind === 'track-end' || kind === 'album-end',
});
export const isSleepTimer: Shape<SleepTimer> = (value): value is SleepTimer => isTimeTimer(value) || isEndTimer(value);
