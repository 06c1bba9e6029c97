import { useApp } from '@jetstream/app-core/hooks';
import { useEffect, useState } from 'react';

/** The present, read again every `intervalMs`: for greetings and "3 minutes ago". */
export function useNow(intervalMs: number): number {
  const { environment } = useApp();
  const [now, setNow] = useState(() => environment.nowMs());
  useEffect(() => {
    let cancel = environment.schedule(tick, intervalMs);
    function tick() {
      setNow(environment.nowMs());
      cancel = environment.schedule(tick, intervalMs);
    }
    return () => cancel();
  }, [environment, intervalMs]);
  return now;
}
