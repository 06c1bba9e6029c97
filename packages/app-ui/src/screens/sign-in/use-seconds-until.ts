import { useApp } from '@jetstream/app-core/hooks';
import { useEffect, useState } from 'react';

/** Whole seconds until the moment, counting down to 0; 0 for null. */
export function useSecondsUntil(untilMs: number | null): number {
  const { environment } = useApp();
  const [tick, setTick] = useState(0);
  const leftMs = untilMs === null ? 0 : Math.max(0, untilMs - environment.nowMs());
  const seconds = Math.ceil(leftMs / 1000);
  useEffect(() => {
    if (untilMs === null || seconds === 0) return;
    // On the second, so that the number shown is never behind.
    const untilNextMs = (untilMs - environment.nowMs()) % 1000 || 1000;
    return environment.schedule(() => setTick(tick + 1), Math.max(1, untilNextMs));
  }, [environment, seconds, tick, untilMs]);
  return seconds;
}
