import type { ApiService } from './services/api/api-service.ts';
import { HttpApiService, type ApiFetch } from './services/api/http-api-service.ts';
import { RowWindows } from './services/api/row-windows.ts';
import type { AppServices } from './services/app-services.ts';
import type { AudioEngine } from './services/audio/audio-engine.ts';
import {
  PlaybackDecisions,
  type PlaybackAbilities,
  type PlaybackDecisionsOptions,
} from './services/audio/playback-decisions.ts';
import { AudioSources } from './services/audio/sources/audio-sources.ts';
import type { AudioStore } from './services/audio/sources/stored-audio.ts';
import type { LocalFiles } from './services/local-files/local-files.ts';
import type { MediaSessionBridge } from './services/audio/media-session-bridge.ts';
import type { Environment, ExclusiveLock } from './services/environment.ts';
import type { KeyValueStorage } from './services/storage/key-value-storage.ts';
import { PlayOutbox } from './services/sync/play-outbox.ts';
import { QueueKeeper } from './services/sync/queue-keeper.ts';
import { SettingsSync } from './services/sync/settings-sync.ts';
import type { TabChannel } from './services/sync/tab-channel.ts';
import { TabOrder } from './services/sync/tab-order.ts';
import type { Uploader } from './services/uploads/uploader.ts';
import { connectLibrary } from './state/library/library-listeners.ts';
import { connectQueueAdoption } from './state/player/adoption-listeners.ts';
import { connectContinuation } from './state/player/continuation-listeners.ts';
import { connectLocalFiles } from './state/local-files/local-files-listeners.ts';
import { connectPlayer } from './state/player/player-listeners.ts';
import { connectMediaSession } from './state/player/media-session-listeners.ts';
import { connectPlays } from './state/player/play-listeners.ts';
import { connectQueueKeeper } from './state/player/queue-listeners.ts';
import { connectTabPlayback } from './state/player/tab-listeners.ts';
import { connectTrackRefresh } from './state/player/track-listeners.ts';
import { connectSettings } from './state/settings/settings-listeners.ts';
import { selectQualityFor } from './state/settings/settings-slice.ts';
import { restoreSettings } from './state/settings/settings-thunks.ts';
import { connectLoudness } from './state/sound/loudness-listeners.ts';
import { connectSound } from './state/sound/sound-listeners.ts';
import { connectTabSound } from './state/sound/tab-listeners.ts';
import { connectVolume } from './state/sound/volume-listeners.ts';
import { createAppStore, type AppStore } from './state/store.ts';
import { connectUploads } from './state/uploads/uploads-listeners.ts';
import { connectTabSession } from './state/user/tab-listeners.ts';
import { connectUser } from './state/user/user-listeners.ts';

/** What a platform has to bring. */
export interface Platform {
  /** Origin of the server; empty for the page's own. */
  baseUrl: string;
  fetch: ApiFetch;
  environment: Environment;
  storage: KeyValueStorage;
  lock: ExclusiveLock;
  tabs: TabChannel;
  mediaSession: MediaSessionBridge;
  createEngine(): AudioEngine;
  /** Files of this device that the person chose. */
  localFiles: LocalFiles;
  /** Files of the server that this device keeps. */
  downloads: AudioStore;
  /** `getAccessToken` gives one that is good for now, undefined when signed out. */
  createUploader(options: { getAccessToken: () => Promise<string | undefined> }): Uploader;
}

export interface App {
  store: AppStore;
  engine: AudioEngine;
  api: ApiService;
  rowWindows: RowWindows;
  environment: Environment;
  /** Of the server, or in a file of this device. */
  coverUrl(coverId: string, sizePx: number): string;
  /** Stops listeners, timers and sound. */
  dispose(): void;
}

function createAudioSources(
  { baseUrl, fetch, environment, localFiles, downloads }: Platform,
  { api, engine, qualityFor }: Pick<AppServices, 'api' | 'engine'> & Pick<PlaybackDecisionsOptions, 'qualityFor'>,
): AudioSources {
  const abilities = (): PlaybackAbilities => engine.abilities;
  return new AudioSources({
    streamUrl: (trackId) => api.streamUrl(trackId),
    renewAccess: async () => (await api.renewSession()).error === undefined,
    mediaUrl: (address) => (address.startsWith('/') ? baseUrl + address : address),
    fetch,
    abilities,
    chosenQuality: () => qualityFor(abilities().network),
    decisions: new PlaybackDecisions({ api, abilities, qualityFor, nowMs: () => environment.nowMs() }),
    canPlay: (mimeType) => engine.canPlay(mimeType),
    localFiles,
    downloads,
  });
}

/** What ties state and services together. */
const connections: readonly ((store: AppStore, services: AppServices) => () => void)[] = [
  connectUser,
  connectLibrary,
  connectPlayer,
  connectTrackRefresh,
  connectContinuation,
  connectPlays,
  connectQueueKeeper,
  connectQueueAdoption,
  connectMediaSession,
  connectTabPlayback,
  connectTabSession,
  connectUploads,
  connectLocalFiles,
  connectSettings,
  connectSound,
  connectLoudness,
  connectVolume,
  connectTabSound,
];

/** The composition root: builds each service once and wires it to the store. Dispatch `bootSession()` afterwards. */
export function createApp(platform: Platform): App {
  const { environment, storage, mediaSession, tabs, localFiles } = platform;
  const api = new HttpApiService(platform);
  const engine = platform.createEngine();
  const uploader = platform.createUploader({ getAccessToken: () => api.getAccessToken() });
  const services: AppServices = {
    api,
    engine,
    audioSources: createAudioSources(platform, {
      api,
      engine,
      qualityFor: (network) => selectQualityFor(store.getState(), network),
    }),
    environment,
    storage,
    mediaSession,
    tabs,
    tabOrder: new TabOrder(environment.createId()),
    uploader,
    localFiles,
    rowWindows: new RowWindows(api, environment),
    playOutbox: new PlayOutbox(api, environment, storage),
    queueKeeper: new QueueKeeper(api, environment, storage),
    settingsSync: new SettingsSync(api, environment),
  };
  const store: AppStore = createAppStore(services);
  const disconnections = connections.map((connect) => connect(store, services));
  store.dispatch(restoreSettings());
  return {
    store,
    engine,
    api,
    rowWindows: services.rowWindows,
    environment,
    coverUrl: (coverId, sizePx) => localFiles.findCover(coverId)?.url ?? api.coverUrl(coverId, sizePx),
    dispose: () => {
      for (const disconnect of disconnections) disconnect();
      services.rowWindows.clear();
      api.closeEvents();
      engine.dispose();
      uploader.dispose();
    },
  };
}
