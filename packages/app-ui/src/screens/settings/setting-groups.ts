import type { ComponentType } from 'react';
import type { IconName } from '#components/icon-paths.ts';
import type { TextKey } from '#locale/dictionary.ts';
import { ApiSetting, VersionSetting } from './AboutSettings.tsx';
import { AnalysisSetting } from './AnalysisSetting.tsx';
import { DevicesSetting, IdentitySetting } from './AccountSettings.tsx';
import { LanguageSetting, ListsSetting, ThemeSetting } from './AppearanceSettings.tsx';
import { EqualizerSetting } from './EqualizerSetting.tsx';
import { FailuresSetting } from './FailureSettings.tsx';
import { ActiveJobsSetting, DoneJobsSetting, FailedJobsSetting, SchedulesSetting } from './JobSettings.tsx';
import { FoldersSetting } from './LibrarySettings.tsx';
import { PasswordSetting } from './PasswordSetting.tsx';
import { HistorySetting, ShortcutsSetting, StatisticsSetting, VolumeSetting } from './PlaybackSettings.tsx';
import { DemoSetting, ScanSetting } from './ScanSettings.tsx';
import {
  CrossfadeSetting,
  LevellingSetting,
  OutputSetting,
  QualitySetting,
  VisualizerSetting,
} from './SoundSettings.tsx';
import { UsersSetting } from './UserSettings.tsx';

export interface Setting {
  id: string;
  /** What the search looks through, in the user's language. */
  words: readonly TextKey[];
  Card: ComponentType;
}
export interface SettingSection {
  id: string;
  title: TextKey;
  icon: IconName;
  isForAdministrators?: boolean;
  settings: readonly Setting[];
}

/** Every setting, in the order in which it is shown. */
export const settingSections: readonly SettingSection[] = [
  {
    id: 'appearance',
    title: 'settings.appearance',
    icon: 'sun',
    settings: [
      {
        id: 'theme',
        words: [
          'settings.theme',
          'settings.themeText',
          'settings.themeLight',
          'settings.themeDark',
          'settings.themeBlack',
        ],
        Card: ThemeSetting,
      },
      {
        id: 'language',
        words: ['settings.language', 'settings.languageText', 'settings.languageEn', 'settings.languageDe'],
        Card: LanguageSetting,
      },
      {
        id: 'comfort',
        words: ['settings.dense', 'settings.denseText', 'settings.reducedMotion', 'settings.reducedMotionText'],
        Card: ListsSetting,
      },
    ],
  },
  {
    id: 'playback',
    title: 'settings.playback',
    icon: 'volume',
    settings: [
      { id: 'volume', words: ['settings.volume', 'settings.volumeText'], Card: VolumeSetting },
      {
        id: 'levelling',
        words: ['sound.levelling', 'sound.levellingText', 'sound.preamp', 'sound.loudnessSource'],
        Card: LevellingSetting,
      },
      { id: 'crossfade', words: ['sound.crossfade', 'sound.crossfadeText'], Card: CrossfadeSetting },
      {
        id: 'quality',
        words: ['sound.quality', 'sound.qualityText', 'sound.qualityUnmetered', 'sound.qualityMetered'],
        Card: QualitySetting,
      },
      {
        id: 'equalizer',
        words: ['sound.equalizer', 'sound.equalizerText', 'sound.equalizerPreset'],
        Card: EqualizerSetting,
      },
      { id: 'output', words: ['sound.output', 'sound.outputText'], Card: OutputSetting },
      { id: 'visualizer', words: ['sound.visualizer', 'sound.visualizerText'], Card: VisualizerSetting },
      { id: 'shortcuts', words: ['settings.shortcuts', 'settings.shortcutsText'], Card: ShortcutsSetting },
      { id: 'history', words: ['settings.historyLink', 'settings.historyText'], Card: HistorySetting },
      {
        id: 'statistics',
        words: ['settings.statisticsLink', 'settings.statisticsText'],
        Card: StatisticsSetting,
      },
    ],
  },
  {
    id: 'account',
    title: 'settings.account',
    icon: 'user',
    settings: [
      { id: 'identity', words: ['settings.signOut', 'settings.account'], Card: IdentitySetting },
      { id: 'devices', words: ['settings.devices', 'settings.devicesText'], Card: DevicesSetting },
      { id: 'password', words: ['settings.changePassword', 'settings.newPassword'], Card: PasswordSetting },
    ],
  },
  {
    id: 'libraries',
    title: 'settings.libraries',
    icon: 'folder',
    isForAdministrators: true,
    settings: [
      {
        id: 'folders',
        words: ['settings.libraries', 'settings.librariesText', 'settings.addFolder'],
        Card: FoldersSetting,
      },
      {
        id: 'scan',
        words: ['settings.scan', 'settings.scanText', 'settings.scanNow', 'settings.fullScan'],
        Card: ScanSetting,
      },
      { id: 'failures', words: ['settings.failures', 'settings.failuresText'], Card: FailuresSetting },
      { id: 'demo', words: ['settings.demo', 'settings.demoText'], Card: DemoSetting },
    ],
  },
  {
    id: 'jobs',
    title: 'settings.jobs',
    icon: 'list',
    isForAdministrators: true,
    settings: [
      { id: 'analysis', words: ['settings.analysis', 'settings.analysisText'], Card: AnalysisSetting },
      { id: 'jobs-active', words: ['settings.jobs', 'settings.jobsActive'], Card: ActiveJobsSetting },
      { id: 'jobs-failed', words: ['settings.jobs', 'settings.jobsFailed'], Card: FailedJobsSetting },
      { id: 'jobs-scheduled', words: ['settings.jobs', 'settings.jobsScheduled'], Card: SchedulesSetting },
      { id: 'jobs-done', words: ['settings.jobs', 'settings.jobsDone'], Card: DoneJobsSetting },
    ],
  },
  {
    id: 'users',
    title: 'settings.users',
    icon: 'users',
    isForAdministrators: true,
    settings: [
      { id: 'users', words: ['settings.users', 'settings.usersText', 'settings.addUser'], Card: UsersSetting },
    ],
  },
  {
    id: 'about',
    title: 'settings.about',
    icon: 'info',
    settings: [
      { id: 'version', words: ['settings.about', 'settings.aboutText', 'settings.version'], Card: VersionSetting },
      { id: 'api', words: ['settings.apiDocs', 'settings.apiDocsText'], Card: ApiSetting },
    ],
  },
];
