import type { PlaybackRequest } from '@jetstream/api-contract';
import { describe, expect, it } from 'vitest';
import { buildPlayback } from '#test/support/build-playback.ts';
import { settled } from '#test/support/fake-environment.ts';
import { buildTrack, buildTracks, json } from '#test/support/fake-server.ts';
import { createSignedInApp, createSignedInServer, type TestApp } from '#test/support/test-app.ts';
import { cycleRepeat, seekTo, setVolume, skipNext, togglePlay } from '../player/playback-thunks.ts';
import { selectCurrentItem } from '../player/player-selectors.ts';
import { playTracks } from '../player/queue-thunks.ts';
import { updateSettings } from '../settings/settings-thunks.ts';
import { selectIsFallingAsleep, selectSleepTimer, selectSoundQuality, selectSpeed } from './sound-slice.ts';
import {
  loadOutputDevices,
  setEqualizerBand,
  setEqualizerOn,
  setEqualizerPreset,
  setOutputDevice,
  setSleepTimer,
  setSpeed,
  stepSpeed,
} from './sound-thunks.ts';

const current = ({ store }: TestApp): string | undefined => selectCurrentItem(store.getState())?.track.title;
const isAwake = ({ store }: TestApp): boolean => selectSleepTimer(store.getState()) !== null;

async function playingApp(tracks = buildTracks(3)): Promise<TestApp> {
  const test = await createSignedInApp();
  test.store.dispatch(playTracks({ tracks }));
  await settled();
  return test;
}

describe('the engine', () => {
  it('sounds as the settings say from the start, and as they change', async () => {
    const test = await createSignedInApp();
    expect(test.engine.levelling).toEqual({ mode: 'auto', preampDb: 0 });
    test.store.dispatch(updateSettings({ levelling: 'album', levellingPreampDb: -3, crossfadeSeconds: 6 }));
    test.store.dispatch(setOutputDevice('headphones'));
    expect(test.engine.levelling).toEqual({ mode: 'album', preampDb: -3 });
    expect(test.engine.crossfadeSeconds).toBe(6);
    const again = await createSignedInApp({ storage: test.storage });
    expect(again.engine.outputDeviceId).toBe('headphones');
  });

  it('has an equaliser that a preset or a band turns on, and keeps its bands while off', async () => {
    const test = await createSignedInApp();
    expect(test.engine.equalizerDb).toBeNull();
    test.store.dispatch(setEqualizerPreset('bass'));
    expect(test.engine.equalizerDb?.[0]).toBe(6);
    test.store.dispatch(setEqualizerBand(9, 40));
    expect(test.engine.equalizerDb?.at(-1)).toBe(12);
    expect(test.store.getState().settings.device.equalizer.preset).toBe('custom');
    test.store.dispatch(setEqualizerOn(false));
    expect(test.engine.equalizerDb).toBeNull();
    const again = await createSignedInApp({ storage: test.storage });
    again.store.dispatch(setEqualizerOn(true));
    expect(again.engine.equalizerDb?.at(-1)).toBe(12);
  });

  it('goes through speeds in steps, and no further than the last; the speed outlives the page', async () => {
    const test = await createSignedInApp();
    test.store.dispatch(stepSpeed(1));
    expect(test.engine.speed).toBe(1.1);
    test.store.dispatch(setSpeed(9));
    test.store.dispatch(stepSpeed(1));
    expect(selectSpeed(test.store.getState())).toBe(3);
    test.store.dispatch(stepSpeed(-1));
    expect(test.engine.speed).toBe(2.5);
    const again = await createSignedInApp({ storage: test.storage });
    expect(again.engine.speed).toBe(2.5);
  });

  it('has a speed of its own for what is spoken', async () => {
    const book = buildTrack({ id: 'book', genres: ['Hörbuch'] });
    const test = await playingApp([book, buildTrack({ id: 'song' }), book]);
    test.store.dispatch(setSpeed(1.5));
    expect(test.engine.speed).toBe(1.5);
    test.store.dispatch(skipNext());
    expect(test.engine.speed).toBe(1);
    test.store.dispatch(skipNext());
    expect(test.engine.speed).toBe(1.5);
  });

  it('tells what is heard, and where it can be heard', async () => {
    const test = await playingApp();
    test.engine.outputDevices = [{ id: 'a', name: 'Speakers' }];
    await test.store.dispatch(loadOutputDevices());
    expect(test.store.getState().sound.outputDevices).toHaveLength(1);
    expect(selectSoundQuality(test.store.getState())).toMatchObject({ decision: 'direct', reason: 'as-is' });
  });

  it('follows outputs that come and go, and takes the chosen one again that was not there', async () => {
    const test = await createSignedInApp();
    test.store.dispatch(setOutputDevice('headphones'));
    // The platform gave the sound out elsewhere meanwhile.
    test.engine.outputDeviceId = null;
    test.engine.outputDevices = [{ id: 'headphones', name: 'Headphones' }];
    for (const listener of test.engine.outputListeners) listener();
    await settled();
    expect(test.store.getState().sound.outputDevices).toHaveLength(1);
    expect(test.engine.outputDeviceId).toBe('headphones');
    test.app.dispose();
    expect(test.engine.outputListeners.size).toBe(0);
  });
});

describe('another source of loudness', () => {
  it('levels what plays and what waits as soon as the server holds it, and all that comes later', async () => {
    let gainDb = -3;
    const server = createSignedInServer()
      .on('PATCH /api/v1/me/settings', ({ body }) => {
        gainDb = -9;
        return json(body);
      })
      .on('POST /api/v1/playback', ({ body }) => {
        const { trackIds } = body as PlaybackRequest;
        return json({ playbacks: trackIds.map((trackId) => buildPlayback(trackId, gainDb)), refusals: [] });
      });
    const test = await createSignedInApp({ server });
    test.engine.abilities = { ...test.engine.abilities, segments: [{ container: 'mp4', codec: 'flac' }] };
    const tracks = buildTracks(3);
    test.store.dispatch(playTracks({ tracks }));
    await settled();
    await test.engine.prepared?.open();
    test.store.dispatch(updateSettings({ loudnessSource: 'measured' }));
    expect(test.engine.loudness.size).toBe(0);
    await test.environment.pass(1_000);
    expect([...test.engine.loudness].map(([trackId, loudness]) => [trackId, loudness?.trackGainDb])).toEqual([
      [tracks[0]?.id, -9],
      [tracks[1]?.id, -9],
    ]);
    expect((await test.engine.prepared?.open())?.loudness?.trackGainDb).toBe(-9);
  });
});

describe('the sleep timer', () => {
  const isSinking = ({ store }: TestApp): boolean => selectIsFallingAsleep(store.getState());
  /** Two seconds before the sound begins to sink, which it does for ten. */
  async function sleepyApp(): Promise<TestApp> {
    const test = await playingApp();
    test.store.dispatch(setSleepTimer({ minutes: 1 }));
    await test.engine.playFor(48_000);
    return test;
  }

  it('lets the sound sink in its last seconds, stops it at its time, and has it back when it is wanted again', async () => {
    const test = await sleepyApp();
    expect([isSinking(test), test.engine.volume]).toEqual([false, 1]);
    await test.engine.playFor(7_000);
    expect([isSinking(test), isAwake(test)]).toEqual([true, true]);
    expect(test.engine.volume).toBeCloseTo(0.5);
    test.store.dispatch(setVolume(0.4));
    expect(test.engine.volume).toBeCloseTo(0.2);
    await test.engine.playFor(6_000);
    expect([test.store.getState().player.status, isSinking(test), isAwake(test)]).toEqual(['paused', false, false]);
    expect(test.engine.volume).toBe(0);
    test.store.dispatch(togglePlay());
    expect(test.engine.volume).toBe(0.4);
  });

  it('goes on sinking through a seek, a skip, and a pause from which the person comes back', async () => {
    const test = await sleepyApp();
    await test.engine.playFor(4_000);
    test.store.dispatch(seekTo(1_000));
    test.store.dispatch(skipNext());
    await settled();
    test.store.dispatch(togglePlay());
    await test.environment.pass(2_000);
    test.store.dispatch(togglePlay());
    await settled();
    expect([current(test), isSinking(test)]).toEqual(['Song 2', true]);
    expect(test.engine.volume).toBeCloseTo(0.6);
    await test.engine.playFor(7_000);
    expect(test.store.getState().player.status).toBe('paused');
  });

  it.each([['nothing', null] as const, ['a later time', { minutes: 5 }] as const])(
    'wakes up when %s is chosen while the sound sinks',
    async (_name, choice) => {
      const test = await sleepyApp();
      await test.engine.playFor(6_000);
      test.store.dispatch(setSleepTimer(choice));
      expect([isSinking(test), test.engine.volume]).toEqual([false, 1]);
      await test.engine.playFor(20_000);
      expect([test.store.getState().player.status, test.engine.volume]).toEqual(['playing', 1]);
    },
  );

  it('is forgotten when it is taken back', async () => {
    const test = await playingApp();
    test.store.dispatch(setSleepTimer({ minutes: 1 }));
    test.store.dispatch(setSleepTimer(null));
    await test.engine.playFor(90_000);
    expect(test.store.getState().player.status).toBe('playing');
  });

  it('ends with the track, and waits at the next one', async () => {
    const test = await playingApp();
    test.store.dispatch(setSleepTimer('track-end'));
    expect(test.engine.prepared).toBeNull();
    await test.engine.playFor(201_000);
    await settled();
    expect([current(test), test.store.getState().player.status, isAwake(test)]).toEqual(['Song 2', 'paused', false]);
  });

  it('ends with the album', async () => {
    const album = (id: string, title: string) => buildTrack({ id: title, title, albumId: id });
    const test = await playingApp([album('a', 'One'), album('a', 'Two'), album('b', 'Three')]);
    test.store.dispatch(setSleepTimer('album-end'));
    expect(test.engine.prepared?.trackId).toBe('Two');
    await test.engine.playFor(201_000);
    expect([current(test), isAwake(test)]).toEqual(['Two', true]);
    await test.engine.playFor(201_000);
    await settled();
    expect([current(test), test.store.getState().player.status]).toEqual(['Three', 'paused']);
  });

  it.each([
    ['the queue', 1],
    ['the track', 2],
  ])('ends with the album also where %s is repeated', async (_name, presses) => {
    const test = await playingApp(['One', 'Two'].map((title) => buildTrack({ id: title, title, albumId: 'a' })));
    for (let press = 0; press < presses; press += 1) test.store.dispatch(cycleRepeat());
    test.store.dispatch(skipNext());
    await settled();
    test.store.dispatch(setSleepTimer('album-end'));
    await test.engine.playFor(201_000);
    await settled();
    expect([test.store.getState().player.status, isAwake(test)]).toEqual(['paused', false]);
  });
});
