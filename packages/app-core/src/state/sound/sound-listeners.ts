import type { AudioEngine } from '#services/audio/audio-engine.ts';
import type { AppServices } from '#services/app-services.ts';
import type { AppState } from '../app-state.ts';
import type { AppStore } from '../store.ts';
import { selectSpeed, soundActions } from './sound-slice.ts';
import { loadOutputDevices } from './sound-thunks.ts';

/** What of the state the engine has to follow, and how it is told. The volume is told by `connectVolume`. */
const followed: readonly {
  read(state: AppState): unknown;
  apply(state: AppState, engine: AudioEngine): void;
}[] = [
  { read: ({ player }) => player.isMuted, apply: ({ player }, engine) => engine.setMuted(player.isMuted) },
  {
    read: ({ settings }) => `${settings.synced.levelling} ${settings.synced.levellingPreampDb}`,
    apply: ({ settings: { synced } }, engine) =>
      engine.setLevelling({ mode: synced.levelling, preampDb: synced.levellingPreampDb }),
  },
  {
    read: ({ settings }) => settings.synced.crossfadeSeconds,
    apply: ({ settings }, engine) => engine.setCrossfade(settings.synced.crossfadeSeconds),
  },
  {
    read: ({ settings }) => settings.device.equalizer,
    apply: ({ settings: { device } }, engine) =>
      engine.setEqualizer(device.equalizer.isOn ? device.equalizer.gainsDb : null),
  },
  { read: ({ settings }) => settings.device.quality, apply: (_state, engine) => engine.reopen() },
  { read: selectSpeed, apply: (state, engine) => engine.setSpeed(selectSpeed(state)) },
  {
    read: ({ settings }) => settings.device.outputDeviceId,
    apply: ({ settings }, engine) => engine.setOutputDevice(settings.device.outputDeviceId),
  },
];

/** Has the engine sound as the settings say, from the start on, and tells what is heard. */
export function connectSound(store: AppStore, { engine }: AppServices): () => void {
  const applied = followed.map((): unknown => undefined);
  const follow = (): void => {
    const state = store.getState();
    for (const [at, { read, apply }] of followed.entries()) {
      const value = read(state);
      if (Object.is(applied[at], value)) continue;
      applied[at] = value;
      apply(state, engine);
    }
  };
  follow();
  const followOutputs = (): void => {
    const { outputDeviceId } = store.getState().settings.device;
    // The chosen one may not have been there until now: the platform then gave the sound out elsewhere.
    if (outputDeviceId !== null) engine.setOutputDevice(outputDeviceId);
    void store.dispatch(loadOutputDevices());
  };
  const subscriptions = [
    store.subscribe(follow),
    engine.observeOutputDevices(followOutputs),
    engine.on('qualityChanged', ({ quality }) => store.dispatch(soundActions.qualityChanged(quality))),
  ];
  return () => {
    for (const stop of subscriptions) stop();
  };
}
