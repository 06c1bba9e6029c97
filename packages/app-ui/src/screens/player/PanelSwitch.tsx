import { IconButton } from '#components/IconButton.tsx';
import { useText } from '#locale/use-text.ts';
import type { RouteOf } from '#navigation/app-route.ts';
import { useNavigation } from '#navigation/navigation.tsx';
import { useToolSize } from './use-is-tight.ts';

export type PanelName = NonNullable<RouteOf<'now-playing'>['panel']>;

/** Lyrics and queue, beside the stage or on phones instead of it. */
export function PanelSwitch({ panel }: { panel: PanelName | undefined }) {
  const text = useText();
  const { replace } = useNavigation();
  const size = useToolSize();
  const toggle = (name: PanelName) =>
    replace(panel === name ? { screen: 'now-playing' } : { screen: 'now-playing', panel: name });
  return (
    <>
      <IconButton
        icon="lyrics"
        isPressed={panel === 'lyrics'}
        label={text('player.lyrics')}
        onPress={() => toggle('lyrics')}
        shortcut="L"
        {...size}
      />
      <IconButton
        icon="queue"
        isPressed={panel === 'queue'}
        label={text('player.queue')}
        onPress={() => toggle('queue')}
        shortcut="Q"
        {...size}
      />
    </>
  );
}
