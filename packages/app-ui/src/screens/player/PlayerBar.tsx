import { selectCurrentItem, selectRightPanel, setRightPanel } from '@jetstream/app-core';
import { useAppDispatch, useAppSelector } from '@jetstream/app-core/hooks';
import { View } from 'react-native';
import { AccentScope } from '#components/AccentScope.tsx';
import { AppText } from '#components/AppText.tsx';
import { IconButton } from '#components/IconButton.tsx';
import { useText } from '#locale/use-text.ts';
import { useNavigation } from '#navigation/navigation.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { useLayout } from '#theme/use-layout.ts';
import { NowPlayingTrack } from './NowPlayingTrack.tsx';
import { SeekBar } from './SeekBar.tsx';
import { SoundBadge } from './SoundBadge.tsx';
import { Transport } from './Transport.tsx';
import { VolumeControl } from './VolumeControl.tsx';

const useStyles = createStyles(({ colors, radius, scaled, space }) => ({
  bar: {
    display: 'grid',
    gridTemplateColumns: 'minmax(0, 1fr) minmax(20rem, 40rem) minmax(0, 1fr)',
    alignItems: 'center',
    alignContent: 'center',
    columnGap: space.xl,
    height: scaled(88),
    paddingHorizontal: space.lg,
  },
  tablet: { gridTemplateColumns: 'minmax(0, 1fr) minmax(18rem, 1.4fr) auto', columnGap: space.lg },
  middle: { gap: 2, minWidth: 0 },
  end: { flexDirection: 'row', alignItems: 'center', justifyContent: 'flex-end', gap: space.xs, minWidth: 0 },
  badge: { marginEnd: space.sm },
  idle: { flexDirection: 'row', alignItems: 'center', gap: space.md },
  blank: { width: scaled(56), height: scaled(56), borderRadius: radius.row, backgroundColor: colors.tint },
}));

function IdleTrack() {
  const styles = useStyles();
  const text = useText();
  return (
    <View style={styles.idle}>
      <View style={styles.blank} />
      <AppText lines={2} tone="muted">
        {text('player.nothingPlaying')}
      </AppText>
    </View>
  );
}

/** The bar under everything on tablets and desktops: track, transport and seek, volume and panels. */
export function PlayerBar() {
  const styles = useStyles();
  const text = useText();
  const track = useAppSelector(selectCurrentItem)?.track;
  const isDesktop = useLayout() === 'desktop';
  return (
    <AccentScope accent={track?.cover?.accent}>
      <View
        aria-label={text('player.player')}
        dataSet={{ playerBar: '' }}
        role="region"
        style={[styles.bar, !isDesktop && styles.tablet]}
      >
        {track ? <NowPlayingTrack track={track} /> : <IdleTrack />}
        <View style={styles.middle}>
          <Transport />
          <SeekBar />
        </View>
        <View style={styles.end}>
          {track && isDesktop && (
            <View dataSet={{ quality: '' }} style={styles.badge}>
              <SoundBadge track={track} />
            </View>
          )}
          {isDesktop && <PanelButtons />}
          <VolumeControlWhereItFits isShown={isDesktop} />
          <FullPlayerButton isDisabled={!track} />
        </View>
      </View>
    </AccentScope>
  );
}

const VolumeControlWhereItFits = ({ isShown }: { isShown: boolean }) => (isShown ? <VolumeControl /> : null);

function FullPlayerButton({ isDisabled }: { isDisabled: boolean }) {
  const text = useText();
  const { navigate } = useNavigation();
  return (
    <IconButton
      icon="expand"
      isDisabled={isDisabled}
      label={text('player.fullScreen')}
      onPress={() => navigate({ screen: 'now-playing' })}
      shortcut="F"
    />
  );
}

function PanelButtons() {
  const text = useText();
  const dispatch = useAppDispatch();
  const panel = useAppSelector(selectRightPanel);
  const toggle = (name: 'lyrics' | 'queue') => dispatch(setRightPanel(panel === name ? 'none' : name));
  return (
    <>
      <IconButton
        icon="lyrics"
        isPressed={panel === 'lyrics'}
        label={text('player.lyrics')}
        onPress={() => toggle('lyrics')}
        shortcut="L"
      />
      <IconButton
        icon="queue"
        isPressed={panel === 'queue'}
        label={text('player.queue')}
        onPress={() => toggle('queue')}
        shortcut="Q"
      />
    </>
  );
}
