import { selectVolume, setVolume } from '@jetstream/app-core';
import { useAppDispatch, useAppSelector } from '@jetstream/app-core/hooks';
import { Suspense, useState } from 'react';
import { View } from 'react-native';
import { lazyPatiently } from '#components/lazy-patiently.ts';
import { Button } from '#components/Button.tsx';
import { Slider } from '#components/Slider.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { useNavigation } from '#navigation/navigation.tsx';
import { createStyles } from '#theme/create-styles.ts';
import { SettingCard } from './SettingCard.tsx';

const ShortcutsDialog = lazyPatiently(async () => (await import('../player/ShortcutsDialog.tsx')).ShortcutsDialog);
const useStyles = createStyles(() => ({ slider: { width: '14rem', maxWidth: '100%' } }));

export function VolumeSetting() {
  const styles = useStyles();
  const text = useText();
  const format = useFormat();
  const dispatch = useAppDispatch();
  const volume = useAppSelector(selectVolume);
  return (
    <SettingCard
      control={
        <View style={styles.slider}>
          <Slider
            hasThumb
            label={text('settings.volume')}
            max={1}
            min={0}
            onChange={(value) => dispatch(setVolume(value))}
            step={0.05}
            value={volume}
            valueText={format.percent}
          />
        </View>
      }
      hint={text('settings.volumeText')}
      title={text('settings.volume')}
    />
  );
}

export function ShortcutsSetting() {
  const text = useText();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <SettingCard
      control={<Button icon="keyboard" label={text('settings.showShortcuts')} onPress={() => setIsOpen(true)} />}
      hint={text('settings.shortcutsText')}
      title={text('settings.shortcuts')}
    >
      {isOpen && (
        <Suspense>
          <ShortcutsDialog onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </SettingCard>
  );
}

export function StatisticsSetting() {
  const text = useText();
  const { navigate } = useNavigation();
  return (
    <SettingCard
      control={
        <Button
          icon="chart"
          label={text('settings.openStatistics')}
          onPress={() => navigate({ screen: 'statistics' })}
        />
      }
      hint={text('settings.statisticsText')}
      title={text('settings.statisticsLink')}
    />
  );
}

export function HistorySetting() {
  const text = useText();
  const { navigate } = useNavigation();
  return (
    <SettingCard
      control={
        <Button icon="history" label={text('settings.openHistory')} onPress={() => navigate({ screen: 'history' })} />
      }
      hint={text('settings.historyText')}
      title={text('settings.historyLink')}
    />
  );
}
