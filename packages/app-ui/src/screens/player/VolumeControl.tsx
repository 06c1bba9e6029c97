import { selectIsMuted, selectVolume, setVolume, toggleMute } from '@jetstream/app-core';
import { useAppDispatch, useAppSelector } from '@jetstream/app-core/hooks';
import { View } from 'react-native';
import { IconButton } from '#components/IconButton.tsx';
import { Slider } from '#components/Slider.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';

const useStyles = createStyles(({ scaled, space }) => ({
  row: { flexDirection: 'row', alignItems: 'center', gap: space.xs },
  slider: { width: scaled(96), flexDirection: 'row' },
}));

export function VolumeControl() {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const dispatch = useAppDispatch();
  const isMuted = useAppSelector(selectIsMuted);
  const volume = useAppSelector(selectVolume);
  const heard = isMuted ? 0 : volume;
  return (
    <View style={styles.row}>
      <IconButton
        icon={heard === 0 ? 'volume-off' : heard < 0.5 ? 'volume-low' : 'volume'}
        label={text(isMuted ? 'player.unmute' : 'player.mute')}
        onPress={() => dispatch(toggleMute())}
        shortcut="M"
      />
      <View style={styles.slider}>
        <Slider
          label={text('player.volume')}
          max={1}
          min={0}
          onChange={(value) => dispatch(setVolume(value))}
          step={0.05}
          tooltipText={format.percent}
          value={heard}
          valueText={format.percent}
        />
      </View>
    </View>
  );
}
