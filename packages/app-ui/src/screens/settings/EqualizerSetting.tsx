import {
  EQUALIZER_LIMIT_DB,
  equalizerBandsHz,
  selectEqualizer,
  setEqualizerBand,
  setEqualizerOn,
  setEqualizerPreset,
  type EqualizerChoice,
  type EqualizerPreset,
} from '@jetstream/app-core';
import { useAppDispatch, useAppSelector } from '@jetstream/app-core/hooks';
import { View } from 'react-native';
import { AppText } from '#components/AppText.tsx';
import { BandSlider } from '#components/BandSlider.tsx';
import { Select } from '#components/Select.tsx';
import { Switch } from '#components/Switch.tsx';
import { useFormat, useText } from '#locale/use-text.ts';
import { createStyles } from '#theme/create-styles.ts';
import { SettingCard } from './SettingCard.tsx';

const useStyles = createStyles(({ space }) => ({
  bands: { flexDirection: 'row', justifyContent: 'space-between', gap: space.xs, maxWidth: '34rem', width: '100%' },
  band: { alignItems: 'center', gap: space.xs, flexGrow: 1, flexBasis: 0, minWidth: 0 },
  preset: { maxWidth: '16rem' },
}));

const presetKeys = {
  flat: 'sound.presetFlat',
  bass: 'sound.presetBass',
  treble: 'sound.presetTreble',
  loudness: 'sound.presetLoudness',
  vocal: 'sound.presetVocal',
  acoustic: 'sound.presetAcoustic',
  classical: 'sound.presetClassical',
  electronic: 'sound.presetElectronic',
  rock: 'sound.presetRock',
  spoken: 'sound.presetSpoken',
  'small-speakers': 'sound.presetSmallSpeakers',
} as const satisfies Record<EqualizerPreset, string>;
const presets = Object.keys(presetKeys) as EqualizerPreset[];

export function EqualizerSetting() {
  const text = useText();
  const dispatch = useAppDispatch();
  const equalizer = useAppSelector(selectEqualizer);
  return (
    <SettingCard title={text('sound.equalizer')}>
      <Switch
        hint={text('sound.equalizerText')}
        isOn={equalizer.isOn}
        label={text('sound.equalizerUse')}
        onChange={(isOn) => dispatch(setEqualizerOn(isOn))}
      />
      {equalizer.isOn && <Bands equalizer={equalizer} />}
    </SettingCard>
  );
}

function Bands({ equalizer: { preset, gainsDb } }: { equalizer: EqualizerChoice }) {
  const styles = useStyles();
  const text = useText();
  const { signed } = useFormat();
  const dispatch = useAppDispatch();
  const options: { value: EqualizerPreset | 'custom'; label: string }[] = presets.map((value) => ({
    value,
    label: text(presetKeys[value]),
  }));
  if (preset === 'custom') options.push({ value: 'custom', label: text('sound.presetCustom') });
  return (
    <>
      <View style={styles.preset}>
        <Select
          label={text('sound.equalizerPreset')}
          onChange={(next) => next !== 'custom' && dispatch(setEqualizerPreset(next))}
          options={options}
          value={preset}
        />
      </View>
      <View aria-label={text('sound.equalizer')} role="group" style={styles.bands}>
        {equalizerBandsHz.map((hertz, band) => {
          const gainDb = gainsDb[band] ?? 0;
          const name =
            hertz < 1000
              ? text('sound.bandHz', { value: hertz })
              : text('sound.bandKilohertz', { value: hertz / 1000 });
          return (
            <View key={hertz} style={styles.band}>
              <AppText aria-hidden isTabular size={12} tone="muted">
                {signed(gainDb)}
              </AppText>
              <BandSlider
                label={name}
                limit={EQUALIZER_LIMIT_DB}
                onChange={(value) => dispatch(setEqualizerBand(band, value))}
                step={0.5}
                value={gainDb}
                valueText={text('sound.decibels', { value: signed(gainDb) })}
              />
              <AppText aria-hidden align="center" size={12} tone="muted">
                {hertz < 1000 ? hertz : `${hertz / 1000}k`}
              </AppText>
            </View>
          );
        })}
      </View>
    </>
  );
}
