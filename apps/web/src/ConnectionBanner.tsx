import { selectSession } from '@jetstream/app-core';
import { useApp, useAppSelector } from '@jetstream/app-core/hooks';
import { Icon } from '@jetstream/app-ui/components/Icon.tsx';
import { useText } from '@jetstream/app-ui/locale/use-text.ts';
import { useEffect, useState, useSyncExternalStore } from 'react';

/** A restart of the server or a change of network is over sooner, and not worth a word. */
const patienceMs = 4000;

/** Whether it has been so without a break for a while. */
function useIsLasting(isSo: boolean, delayMs: number): boolean {
  const { environment } = useApp();
  const [isLasting, setIsLasting] = useState(false);
  useEffect(() => {
    const cancel = environment.schedule(() => setIsLasting(isSo), isSo ? delayMs : 0);
    return cancel;
  }, [delayMs, environment, isSo]);
  return isSo && isLasting;
}

/** While the device has no connection, or the server is silent: what still works, and what returns by itself. */
export function ConnectionBanner() {
  const { environment } = useApp();
  const text = useText();
  const isOnline = useSyncExternalStore(environment.onOnlineChange, environment.isOnline);
  const isServerLost = useIsLasting(!useAppSelector(selectSession).isLive, patienceMs);
  const isLost = !isOnline || isServerLost;
  return (
    <output aria-live="polite" data-banner="">
      {isLost && (
        <p>
          <Icon name="offline" size={18} />
          {text('shell.offline')}
        </p>
      )}
    </output>
  );
}
