import type { ApiService } from './api/api-service.ts';
import type { RowWindows } from './api/row-windows.ts';
import type { AudioEngine } from './audio/audio-engine.ts';
import type { AudioSources } from './audio/sources/audio-sources.ts';
import type { MediaSessionBridge } from './audio/media-session-bridge.ts';
import type { Environment } from './environment.ts';
import type { LocalFiles } from './local-files/local-files.ts';
import type { KeyValueStorage } from './storage/key-value-storage.ts';
import type { PlayOutbox } from './sync/play-outbox.ts';
import type { QueueKeeper } from './sync/queue-keeper.ts';
import type { SettingsSync } from './sync/settings-sync.ts';
import type { Uploader } from './uploads/uploader.ts';
import type { TabChannel } from './sync/tab-channel.ts';
import type { TabOrder } from './sync/tab-order.ts';

/** What thunks and listeners may reach for: the extra argument of the store. */
export interface AppServices {
  api: ApiService;
  engine: AudioEngine;
  audioSources: AudioSources;
  environment: Environment;
  storage: KeyValueStorage;
  mediaSession: MediaSessionBridge;
  rowWindows: RowWindows;
  playOutbox: PlayOutbox;
  queueKeeper: QueueKeeper;
  settingsSync: SettingsSync;
  tabs: TabChannel;
  tabOrder: TabOrder;
  uploader: Uploader;
  localFiles: LocalFiles;
}
