import type { Settings } from '@jetstream/api-contract';
import { isRecord, JsonRecord } from '#services/storage/json-record.ts';
import { pickFitting } from '#services/storage/shapes.ts';
import type { AppServices } from '#services/app-services.ts';
import type { SettingsChanged } from '#services/sync/tab-channel.ts';
import type { AppThunk } from '../app-state.ts';
import { playerActions } from '../player/player-slice.ts';
import { deviceFields, settingsFields } from './settings-shapes.ts';
import {
  settingsActions,
  type DevicePreferences,
  type LibrarySegment,
  type RightPanel,
  type ViewPreference,
} from './settings-slice.ts';

const isStringList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((text) => typeof text === 'string');
const isPartial = <T>(value: unknown): value is Partial<T> => isRecord(value);

const syncedRecord = ({ storage }: AppServices) => new JsonRecord<Partial<Settings>>(storage, 'settings', isPartial);
const deviceRecord = ({ storage }: AppServices) =>
  new JsonRecord<Partial<DevicePreferences>>(storage, 'device', isPartial);
const searchesRecord = ({ storage }: AppServices, userId: string) =>
  new JsonRecord<string[]>(storage, `recent-searches.${userId}`, isStringList);

/** Takes this device's copy, before the first frame. */
export function restoreSettings(): AppThunk {
  return (dispatch, getState, services) => {
    const synced = syncedRecord(services).read();
    if (synced) dispatch(settingsActions.settingsLoaded(pickFitting(settingsFields, synced)));
    const device = deviceRecord(services).read();
    if (device) dispatch(settingsActions.deviceLoaded(pickFitting(deviceFields, device)));
    dispatch(playerActions.volumeChanged(getState().settings.device.volume));
  };
}

/** Takes the server's copy after signing in, and this user's recent searches. */
export function loadSettings(): AppThunk<Promise<void>> {
  return async (dispatch, getState, services) => {
    const userId = getState().user.user?.id;
    if (!userId) return;
    dispatch(settingsActions.recentSearchesLoaded(searchesRecord(services, userId).read() ?? []));
    const isLatest = services.settingsSync.beginReading();
    const { unsaved } = services.settingsSync;
    const answer = await services.api.request('getSettings', {});
    if (!answer.data) return;
    // What was saved while the answer was on its way may not be in it.
    const settings = { ...services.settingsSync.take(answer.data), ...unsaved };
    // A choice made meanwhile is newer: its own saving has all devices read the settings again.
    if (!isLatest()) return;
    dispatch(settingsActions.settingsLoaded(settings));
    syncedRecord(services).write(settings);
  };
}

/** Changes at once here, on this device's copy, and on the server soon. */
export function updateSettings(change: Partial<Settings>): AppThunk {
  return (dispatch, getState, services) => {
    dispatch(settingsActions.settingsLoaded(change));
    syncedRecord(services).write(getState().settings.synced);
    services.settingsSync.push(change);
    services.tabs.post({ kind: 'settings-changed', synced: change });
  };
}

/** How it sounds is one for all tabs of a device; how a tab is arranged is its own. */
const heardPreferences = [
  'volume',
  'speed',
  'spokenSpeed',
  'outputDeviceId',
  'equalizer',
  'quality',
  'hasVisualizer',
] as const satisfies readonly (keyof DevicePreferences)[];

function pickHeard(change: Partial<DevicePreferences>): Partial<DevicePreferences> {
  return Object.fromEntries(heardPreferences.flatMap((name) => (name in change ? [[name, change[name]]] : [])));
}

/** What was chosen in another tab, which has seen to its keeping. */
export function followSettings({ synced = {}, device = {} }: SettingsChanged): AppThunk {
  return (dispatch, getState) => {
    dispatch(settingsActions.settingsLoaded(pickFitting(settingsFields, synced)));
    dispatch(settingsActions.deviceLoaded(pickHeard(pickFitting(deviceFields, device))));
    const { volume } = getState().settings.device;
    if (volume !== getState().player.volume) dispatch(playerActions.volumeChanged(volume));
  };
}

/** Changes of this device alone: the others here say which. */
export function changeDevice(change: Partial<DevicePreferences>): AppThunk {
  return (dispatch, getState, services) => {
    dispatch(settingsActions.deviceLoaded(change));
    deviceRecord(services).write(getState().settings.device);
    const device = pickHeard(change);
    if (Object.keys(device).length > 0) services.tabs.post({ kind: 'settings-changed', device });
  };
}

export function setView(segment: LibrarySegment, view: ViewPreference): AppThunk {
  return (dispatch, getState, services) => {
    dispatch(settingsActions.viewChanged({ segment, view }));
    deviceRecord(services).write(getState().settings.device);
  };
}
export const setSidebarWidth = (sidebarWidth: number): AppThunk => changeDevice({ sidebarWidth });
export const setSidebarCollapsed = (isSidebarCollapsed: boolean): AppThunk => changeDevice({ isSidebarCollapsed });
export const setSingleKeyShortcuts = (hasSingleKeyShortcuts: boolean): AppThunk =>
  changeDevice({ hasSingleKeyShortcuts });
export const endFirstRun = (): AppThunk => changeDevice({ isFirstRunOver: true });
export const toggleVisualizer = (): AppThunk => (dispatch, getState) =>
  void dispatch(changeDevice({ hasVisualizer: !getState().settings.device.hasVisualizer }));
export const setHasVisualizer = (hasVisualizer: boolean): AppThunk => changeDevice({ hasVisualizer });
export const setRightPanel = (rightPanel: RightPanel): AppThunk => changeDevice({ rightPanel });

export function rememberSearch(query: string): AppThunk {
  return (dispatch) => {
    dispatch(settingsActions.searchRemembered(query));
    dispatch(keepSearches());
  };
}

export function forgetSearch(query: string): AppThunk {
  return (dispatch) => {
    dispatch(settingsActions.searchForgotten(query));
    dispatch(keepSearches());
  };
}

export function clearRecentSearches(): AppThunk {
  return (dispatch) => {
    dispatch(settingsActions.recentSearchesLoaded([]));
    dispatch(keepSearches());
  };
}

function keepSearches(): AppThunk {
  return (_dispatch, getState, services) => {
    const { user, settings } = getState();
    if (user.user) searchesRecord(services, user.user.id).write([...settings.recentSearches]);
  };
}
