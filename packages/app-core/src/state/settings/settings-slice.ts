import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { PlaybackNetwork, PlaybackQuality, Settings } from '@jetstream/api-contract';
import { equalizerPresets, type EqualizerPreset } from '#services/audio/equalizer.ts';
import type { AppState } from '../app-state.ts';

export type LibrarySegment = 'albums' | 'artists' | 'tracks' | 'genres' | 'folders';
export type RightPanel = 'none' | 'queue' | 'lyrics' | 'now-playing';

/** How a segment of the library is shown; `sort` is one that its endpoint knows. */
export interface ViewPreference {
  layout: 'grid' | 'list';
  sort: string;
  order: 'asc' | 'desc' | null;
}

export interface EqualizerChoice {
  isOn: boolean;
  /** `custom` once a band was moved by hand. */
  preset: EqualizerPreset | 'custom';
  /** Of the bands of `equalizerBandsHz`, in dB. */
  gainsDb: readonly number[];
}

/** Choices that belong to this device. */
export interface DevicePreferences {
  views: Partial<Record<LibrarySegment, ViewPreference>>;
  sidebarWidth: number;
  isSidebarCollapsed: boolean;
  rightPanel: RightPanel;
  /** Off for people who dictate or press keys by accident (WCAG 2.1.4). */
  hasSingleKeyShortcuts: boolean;
  /** The administrator went on without music: the first run does not come back by itself. */
  isFirstRunOver: boolean;
  /** 0 to 1, as the person perceives it. */
  volume: number;
  /** Of music; 1 is the speed at which it was recorded. */
  speed: number;
  /** Of audiobooks, podcasts and the like: who hears those faster wants music as it is. */
  spokenSpeed: number;
  /** Null for the one that the system chooses. */
  outputDeviceId: string | null;
  equalizer: EqualizerChoice;
  /** What may be asked of the network, by what it costs. */
  quality: Readonly<Record<'unmetered' | 'metered', PlaybackQuality>>;
  hasVisualizer: boolean;
}

export interface SettingsState {
  /** The person's settings, kept on the server and cached here for the first frame. */
  synced: Settings;
  device: DevicePreferences;
  /** Newest first. */
  recentSearches: readonly string[];
}

export const MOST_RECENT_SEARCHES = 10;

export const initialSettingsState: SettingsState = {
  synced: {
    theme: 'system',
    locale: 'system',
    isDense: false,
    isReducedMotion: false,
    levelling: 'auto',
    levellingPreampDb: 0,
    loudnessSource: 'tags',
    crossfadeSeconds: 0,
  },
  device: {
    views: {},
    sidebarWidth: 264,
    isSidebarCollapsed: false,
    rightPanel: 'none',
    hasSingleKeyShortcuts: true,
    isFirstRunOver: false,
    volume: 1,
    speed: 1,
    spokenSpeed: 1,
    outputDeviceId: null,
    equalizer: { isOn: false, preset: 'flat', gainsDb: equalizerPresets.flat },
    quality: { unmetered: 'original', metered: 'normal' },
    hasVisualizer: false,
  },
  recentSearches: [],
};

const slice = createSlice({
  name: 'settings',
  initialState: initialSettingsState,
  reducers: {
    settingsLoaded: (state, action: PayloadAction<Partial<Settings>>) => {
      Object.assign(state.synced, action.payload);
    },
    deviceLoaded: (state, action: PayloadAction<Partial<DevicePreferences>>) => {
      Object.assign(state.device, action.payload);
    },
    viewChanged: (state, action: PayloadAction<{ segment: LibrarySegment; view: ViewPreference }>) => {
      state.device.views[action.payload.segment] = action.payload.view;
    },
    recentSearchesLoaded: (state, action: PayloadAction<readonly string[]>) => {
      state.recentSearches = action.payload.slice(0, MOST_RECENT_SEARCHES);
    },
    searchRemembered: (state, action: PayloadAction<string>) => {
      const query = action.payload.trim();
      if (query === '') return;
      const others = state.recentSearches.filter((other) => other.toLowerCase() !== query.toLowerCase());
      state.recentSearches = [query, ...others].slice(0, MOST_RECENT_SEARCHES);
    },
    searchForgotten: (state, action: PayloadAction<string>) => {
      state.recentSearches = state.recentSearches.filter((other) => other !== action.payload);
    },
  },
});

export const settingsReducer = slice.reducer;
export const settingsActions = slice.actions;

export const selectSettings = (state: AppState): Settings => state.settings.synced;
export const selectTheme = (state: AppState) => state.settings.synced.theme;
export const selectLocale = (state: AppState) => state.settings.synced.locale;
export const selectIsDense = (state: AppState): boolean => state.settings.synced.isDense;
export const selectIsReducedMotion = (state: AppState): boolean => state.settings.synced.isReducedMotion;
export const selectRecentSearches = (state: AppState): readonly string[] => state.settings.recentSearches;
export const selectSidebarWidth = (state: AppState): number => state.settings.device.sidebarWidth;
export const selectIsSidebarCollapsed = (state: AppState): boolean => state.settings.device.isSidebarCollapsed;
export const selectHasSingleKeyShortcuts = (state: AppState): boolean => state.settings.device.hasSingleKeyShortcuts;
export const selectIsFirstRunOver = (state: AppState): boolean => state.settings.device.isFirstRunOver;
export const selectEqualizer = (state: AppState): EqualizerChoice => state.settings.device.equalizer;
/** What may be asked of a network of this kind; one that is slow is treated as one that costs. */
export const selectQualityFor = (state: AppState, network: PlaybackNetwork): PlaybackQuality =>
  state.settings.device.quality[network === 'unmetered' ? 'unmetered' : 'metered'];
export const selectQualityChoices = (state: AppState): DevicePreferences['quality'] => state.settings.device.quality;
export const selectHasVisualizer = (state: AppState): boolean => state.settings.device.hasVisualizer;
export const selectOutputDeviceId = (state: AppState): string | null => state.settings.device.outputDeviceId;
export const selectRightPanel = (state: AppState): RightPanel => state.settings.device.rightPanel;

const defaultViews: Record<LibrarySegment, ViewPreference> = {
  albums: { layout: 'grid', sort: 'title', order: null },
  artists: { layout: 'grid', sort: 'name', order: null },
  tracks: { layout: 'list', sort: 'title', order: null },
  genres: { layout: 'grid', sort: 'name', order: null },
  folders: { layout: 'list', sort: 'name', order: null },
};

export const selectView = (state: AppState, segment: LibrarySegment): ViewPreference =>
  state.settings.device.views[segment] ?? defaultViews[segment];
