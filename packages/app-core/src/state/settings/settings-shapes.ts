import type { Settings } from '@jetstream/api-contract';
import { EQUALIZER_LIMIT_DB, equalizerBandsHz, equalizerPresets } from '#services/audio/equalizer.ts';
import {
  isFlag,
  isNumber,
  isText,
  listOf,
  numberWithin,
  oneOf,
  orLeftOut,
  orNull,
  recordOf,
  type Fields,
} from '#services/storage/shapes.ts';
import type { DevicePreferences, EqualizerChoice, ViewPreference } from './settings-slice.ts';

/** What this version of the app can go by of choices that were kept, or made in another tab, by whichever version. */
export const settingsFields: Fields<Settings> = {
  theme: oneOf('system', 'light', 'dark', 'black'),
  locale: oneOf('system', 'en', 'de'),
  isDense: isFlag,
  isReducedMotion: isFlag,
  levelling: oneOf('auto', 'track', 'album', 'off'),
  levellingPreampDb: numberWithin(-15, 15),
  loudnessSource: oneOf('tags', 'measured'),
  crossfadeSeconds: numberWithin(0, 12),
};

const isView = recordOf<ViewPreference>({
  layout: oneOf('grid', 'list'),
  sort: isText,
  order: orNull(oneOf('asc', 'desc')),
});
const viewFields: Fields<DevicePreferences['views']> = {
  albums: orLeftOut(isView),
  artists: orLeftOut(isView),
  tracks: orLeftOut(isView),
  genres: orLeftOut(isView),
  folders: orLeftOut(isView),
};

const isGain = numberWithin(-EQUALIZER_LIMIT_DB, EQUALIZER_LIMIT_DB);
const isEqualizer = recordOf<EqualizerChoice>({
  isOn: isFlag,
  preset: (value) => value === 'custom' || (isText(value) && Object.hasOwn(equalizerPresets, value)),
  gainsDb: (value) => listOf(isGain)(value) && value.length === equalizerBandsHz.length,
});

const isQuality = oneOf('original', 'high', 'normal', 'low');
const isSpeed = numberWithin(0.5, 3);

export const deviceFields: Fields<DevicePreferences> = {
  views: recordOf<DevicePreferences['views']>(viewFields),
  sidebarWidth: isNumber,
  isSidebarCollapsed: isFlag,
  rightPanel: oneOf('none', 'queue', 'lyrics', 'now-playing'),
  hasSingleKeyShortcuts: isFlag,
  isFirstRunOver: isFlag,
  volume: numberWithin(0, 1),
  speed: isSpeed,
  spokenSpeed: isSpeed,
  outputDeviceId: orNull(isText),
  equalizer: isEqualizer,
  quality: recordOf<DevicePreferences['quality']>({ unmetered: isQuality, metered: isQuality }),
  hasVisualizer: isFlag,
};
