import {
  loadOutputDevices,
  revealOutputDevices,
  selectAreOutputsHidden,
  selectHasVisualizer,
  selectOutputDeviceId,
  selectOutputDevices,
  selectQualityChoices,
  setHasVisualizer,
  setOutputDevice,
  setQualityFor,
} from '@jetstream/app-core';
import { useAppDispatch, useAppSelector } from '@jetstream/app-core/hooks';
import type { PlaybackQuality } from '@jetstream/api-contract';
import { useEffect } from 'react';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { Button } from '#components/Button.tsx';
import { Select } from '#components/Select.tsx';
import { Slider } from '#components/Slider.tsx';
import { Switch } from '#components/Switch.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { levellingKeys } from './levelling-keys.ts';
import { SettingCard } from './SettingCard.tsx';
import { useSetting } from './use-setting.ts';

const useStyles = createStyles(({ space }) => ({
  choices: { flexDirection: 'row', flexWrap: 'wrap', gap: space.lg },
  choice: { flexGrow: 1, flexShrink: 1, flexBasis: '14rem', minWidth: 0, maxWidth: '100%' },
  slider: { gap: space.xs },
}));

const sourceKeys = { tags: 'sound.loudnessTags', measured: 'sound.loudnessMeasured' } as const;
const qualityKeys = {
  original: 'sound.qualityOriginal',
  high: 'sound.qualityHigh',
  normal: 'sound.qualityNormal',
  low: 'sound.qualityLow',
} as const satisfies Record<PlaybackQuality, string>;

const toHalfDecibels = (value: number) => Math.round(value * 2) / 2;

export function CrossfadeSetting() {
  const styles = useStyles();
  const text = useText();
  const [{ crossfadeSeconds }, update] = useSetting();
  const inWords = (seconds: number) =>
    seconds === 0 ? text('sound.crossfadeOff') : text('sound.seconds', { count: seconds });
  return (
    <SettingCard hint={text('sound.crossfadeText')} title={text('sound.crossfade')}>
      <View style={styles.slider}>
        <AppText weight="medium">{inWords(crossfadeSeconds)}</AppText>
        <Slider
          hasThumb
          label={text('sound.crossfade')}
          max={12}
          min={0}
          onChange={(value) => update({ crossfadeSeconds: Math.round(value) })}
          pageStep={3}
          step={1}
          value={crossfadeSeconds}
          valueText={(value) => inWords(Math.round(value))}
        />
      </View>
    </SettingCard>
  );
}

export function LevellingSetting() {
  const styles = useStyles();
  const text = useText();
  const { signed } = useFormat();
  const [{ levelling, levellingPreampDb, loudnessSource }, update] = useSetting();
  const toDecibels = (value: number) => text('sound.decibels', { value: signed(value) });
  return (
    <SettingCard
      control={
        <Select
          isLabelHidden
          label={text('sound.levelling')}
          onChange={(next) => update({ levelling: next })}
          options={(['auto', 'track', 'album', 'off'] as const).map((value) => ({
            value,
            label: text(levellingKeys[value]),
          }))}
          value={levelling}
        />
      }
      hint={text('sound.levellingText')}
      title={text('sound.levelling')}
    >
      {levelling !== 'off' && (
        <View style={styles.choices}>
          <View style={[styles.choice, styles.slider]}>
            <AppText weight="medium">
              {text('sound.preamp')}: {toDecibels(levellingPreampDb)}
            </AppText>
            <Slider
              hasThumb
              label={text('sound.preamp')}
              max={15}
              min={-15}
              onChange={(value) => update({ levellingPreampDb: toHalfDecibels(value) })}
              pageStep={3}
              step={0.5}
              value={levellingPreampDb}
              valueText={(value) => toDecibels(toHalfDecibels(value))}
            />
          </View>
          <View style={styles.choice}>
            <Select
              label={text('sound.loudnessSource')}
              onChange={(next) => update({ loudnessSource: next })}
              options={(['tags', 'measured'] as const).map((value) => ({ value, label: text(sourceKeys[value]) }))}
              value={loudnessSource}
            />
          </View>
        </View>
      )}
    </SettingCard>
  );
}

export function QualitySetting() {
  const styles = useStyles();
  const text = useText();
  const dispatch = useAppDispatch();
  const chosen = useAppSelector(selectQualityChoices);
  const options = (['original', 'high', 'normal', 'low'] as const).map((value) => ({
    value,
    label: text(qualityKeys[value]),
  }));
  return (
    <SettingCard hint={text('sound.qualityText')} title={text('sound.quality')}>
      <View style={styles.choices}>
        {(['unmetered', 'metered'] as const).map((network) => (
          <View key={network} style={styles.choice}>
            <Select
              label={text(network === 'metered' ? 'sound.qualityMetered' : 'sound.qualityUnmetered')}
              onChange={(quality) => dispatch(setQualityFor(network, quality))}
              options={options}
              value={chosen[network]}
            />
          </View>
        ))}
      </View>
    </SettingCard>
  );
}

/** Stands for the system in a list whose values are texts; no device has it for its id. */
const SYSTEM = '';

export function OutputSetting() {
  const text = useText();
  const dispatch = useAppDispatch();
  const devices = useAppSelector(selectOutputDevices);
  const areHidden = useAppSelector(selectAreOutputsHidden);
  const chosen = useAppSelector(selectOutputDeviceId);
  useEffect(() => void dispatch(loadOutputDevices()), [dispatch]);
  const options = [
    { value: SYSTEM, label: text('sound.outputSystem') },
    ...devices.map(({ id, name }, at) => ({
      value: id,
      label: name || text('sound.outputUnnamed', { number: at + 1 }),
    })),
  ];
  const hint = areHidden ? 'sound.outputHidden' : 'sound.outputNone';
  return (
    <SettingCard
      control={
        areHidden ? (
          <Button label={text('sound.outputReveal')} onPress={() => void dispatch(revealOutputDevices())} />
        ) : (
          devices.length > 0 && (
            <Select
              isLabelHidden
              label={text('sound.output')}
              onChange={(id) => dispatch(setOutputDevice(id === SYSTEM ? null : id))}
              options={options}
              value={options.some(({ value }) => value === chosen) ? (chosen ?? SYSTEM) : SYSTEM}
            />
          )
        )
      }
      hint={text(devices.length > 0 ? 'sound.outputText' : hint)}
      title={text('sound.output')}
    />
  );
}

export function VisualizerSetting() {
  const text = useText();
  const dispatch = useAppDispatch();
  return (
    <SettingCard title={text('sound.visualizer')}>
      <Switch
        hint={text('sound.visualizerText')}
        isOn={useAppSelector(selectHasVisualizer)}
        label={text('sound.visualizerUse')}
        onChange={(isOn) => dispatch(setHasVisualizer(isOn))}
      />
    </SettingCard>
  );
}
