import { useApp } from '@jetstream/app-core/hooks';
import { Icon } from '@jetstream/app-ui/components/Icon.tsx';
import { useText } from '@jetstream/app-ui/locale/use-text.ts';
import { useSyncExternalStore } from 'react';

/** While the device has no connection: what still works, and what returns by itself. */
export function ConnectionBanner() {
  const { environment } = useApp();
  const text = useText();
  const isOnline = useSyncExternalStore(environment.onOnlineChange, environment.isOnline);
  return (
    <output data-banner="">
      {!isOnline && (
        <p>
          <Icon name="offline" size={18} />
          {text('shell.offline')}
        </p>
      )}
    </output>
  );
}
