export * from './composition.ts';
export * from './services/api/error-info.ts';
export type { Credentials } from './services/api/api-service.ts';
export type { AudioEngineEvents, Levelling, OutputDevice } from './services/audio/audio-engine.ts';
export type { HeardQuality, SoundQuality } from './services/audio/audio-media.ts';
export * from './services/audio/equalizer.ts';
export type { RowKind, RowWindowRequest } from './services/api/row-windows.ts';
export { isLocalId } from './services/local-files/local-files.ts';
export * from './state/app-state.ts';
export * from './state/library/annotation-thunks.ts';
export * from './state/library/library-api.ts';
export * from './state/library/library-slice.ts';
export {
  selectLocalTracks,
  selectSkippedLocalFiles,
  selectWaitingLocalFiles,
} from './state/local-files/local-files-slice.ts';
export * from './state/local-files/local-files-thunks.ts';
export * from './state/notices/notice-keys.ts';
export * from './state/notices/notice-thunks.ts';
export * from './state/notices/notices-slice.ts';
export * from './state/player/playback-thunks.ts';
export * from './state/player/player-selectors.ts';
export type { PlayerError, PlayerState, PlayerStatus } from './state/player/player-slice.ts';
export type { QueueItem, QueueSource, QueueSourceKind } from './state/player/queue-order.ts';
export * from './state/player/folder-thunks.ts';
export * from './state/player/list-thunks.ts';
export * from './state/player/queue-thunks.ts';
export type * from './state/settings/settings-slice.ts';
export {
  selectEqualizer,
  selectHasSingleKeyShortcuts,
  selectHasVisualizer,
  selectIsDense,
  selectIsFirstRunOver,
  selectIsReducedMotion,
  selectIsSidebarCollapsed,
  selectLocale,
  selectOutputDeviceId,
  selectQualityChoices,
  selectRecentSearches,
  selectRightPanel,
  selectSettings,
  selectSidebarWidth,
  selectTheme,
  selectView,
} from './state/settings/settings-slice.ts';
export * from './state/settings/settings-thunks.ts';
export {
  selectIsFallingAsleep,
  selectIsLastBeforeSleep,
  selectAreOutputsHidden,
  selectOutputDevices,
  selectIsSpokenWord,
  selectSleepTimer,
  selectSoundQuality,
  selectSpeed,
  type SleepTimer,
} from './state/sound/sound-slice.ts';
export * from './state/sound/sound-thunks.ts';
export { createAppStore, type AppStore } from './state/store.ts';
export * from './state/uploads/uploads-selectors.ts';
export type { UploadItem, UploadStatus } from './state/uploads/uploads-slice.ts';
export * from './state/uploads/uploads-thunks.ts';
export * from './state/user/user-slice.ts';
export * from './state/user/user-thunks.ts';
