import { Select } from '#components/Select.tsx';
import { Switch } from '#components/Switch.tsx';
import { useText } from '#locale/use-text.ts';
import { SettingCard } from './SettingCard.tsx';
import { useSetting } from './use-setting.ts';

const themeKeys = {
  system: 'settings.themeSystem',
  light: 'settings.themeLight',
  dark: 'settings.themeDark',
  black: 'settings.themeBlack',
} as const;
const languageKeys = {
  system: 'settings.languageSystem',
  en: 'settings.languageEn',
  de: 'settings.languageDe',
} as const;

export function ThemeSetting() {
  const text = useText();
  const [{ theme }, update] = useSetting();
  return (
    <SettingCard
      control={
        <Select
          isLabelHidden
          label={text('settings.theme')}
          onChange={(next) => update({ theme: next })}
          options={(['system', 'light', 'dark', 'black'] as const).map((value) => ({
            value,
            label: text(themeKeys[value]),
          }))}
          value={theme}
        />
      }
      hint={text('settings.themeText')}
      title={text('settings.theme')}
    />
  );
}

export function LanguageSetting() {
  const text = useText();
  const [{ locale }, update] = useSetting();
  return (
    <SettingCard
      control={
        <Select
          isLabelHidden
          label={text('settings.language')}
          onChange={(next) => update({ locale: next })}
          options={(['system', 'en', 'de'] as const).map((value) => ({
            value,
            label: text(languageKeys[value]),
          }))}
          value={locale}
        />
      }
      hint={text('settings.languageText')}
      title={text('settings.language')}
    />
  );
}

export function ListsSetting() {
  const text = useText();
  const [{ isDense, isReducedMotion }, update] = useSetting();
  return (
    <SettingCard title={text('settings.comfort')}>
      <Switch
        hint={text('settings.denseText')}
        isOn={isDense}
        label={text('settings.dense')}
        onChange={(isOn) => update({ isDense: isOn })}
      />
      <Switch
        hint={text('settings.reducedMotionText')}
        isOn={isReducedMotion}
        label={text('settings.reducedMotion')}
        onChange={(isOn) => update({ isReducedMotion: isOn })}
      />
    </SettingCard>
  );
}
