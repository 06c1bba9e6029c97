import type { PlaybackRequest, ServerEvent, Settings } from '@jetstream/api-contract';
import { describe, expect, it } from 'vitest';
import { buildPlayback } from '#test/support/build-playback.ts';
import { settled } from '#test/support/fake-environment.ts';
import { buildTracks, json, MemoryStorage, type FakeServer } from '#test/support/fake-server.ts';
import { FakeTabs } from '#test/support/fake-tabs.ts';
import { createSignedInApp, createSignedInServer, type TestApp } from '#test/support/test-app.ts';
import { setVolume } from '../player/playback-thunks.ts';
import { playTracks } from '../player/queue-thunks.ts';
import { setEqualizerPreset, setQualityFor, setSpeed } from '../sound/sound-thunks.ts';
import { initialSettingsState } from './settings-slice.ts';
import { setRightPanel, updateSettings } from './settings-thunks.ts';

/** A person's server, which other devices of theirs change by `change`. */
function createPersonalServer() {
  let settings: Settings = initialSettingsState.synced;
  let stream: ReadableStreamDefaultController<Uint8Array> | undefined;
  const tell = (event: ServerEvent): void =>
    stream?.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(event)}\n\n`));
  const change = (changed: Partial<Settings>): void => {
    settings = { ...settings, ...changed };
    tell({ type: 'settings-changed' });
  };
  const lose = (): void => {
    stream?.close();
    stream = undefined;
  };
  const server = createSignedInServer()
    .on('GET /api/v1/events', () => new Response(new ReadableStream({ start: (opened) => void (stream = opened) })))
    .on('GET /api/v1/me/settings', () => json(settings))
    .on('PATCH /api/v1/me/settings', ({ body }) => {
      change(body as Partial<Settings>);
      return json(settings);
    });
  return { server, change, lose, read: () => settings };
}

describe('settings changed on another device', () => {
  it('are heard at once', async () => {
    const { server, change } = createPersonalServer();
    const test = await createSignedInApp({ server });
    change({ levelling: 'album', levellingPreampDb: -4, crossfadeSeconds: 7 });
    await settled();
    expect(test.engine.levelling).toEqual({ mode: 'album', preampDb: -4 });
    expect(test.engine.crossfadeSeconds).toBe(7);
  });

  it('do not take back what was chosen here and is not saved yet', async () => {
    const { server, change, read } = createPersonalServer();
    const test = await createSignedInApp({ server });
    test.store.dispatch(updateSettings({ crossfadeSeconds: 3 }));
    change({ levelling: 'off' });
    await settled();
    expect([test.engine.levelling.mode, test.engine.crossfadeSeconds]).toEqual(['off', 3]);
    await test.environment.pass(2_000);
    expect(read()).toMatchObject({ levelling: 'off', crossfadeSeconds: 3 });
    expect([test.engine.levelling.mode, test.engine.crossfadeSeconds]).toEqual(['off', 3]);
  });

  it('are read again when the line was down meanwhile', async () => {
    const { server, change, lose } = createPersonalServer();
    const test = await createSignedInApp({ server });
    lose();
    change({ crossfadeSeconds: 9 });
    await settled();
    expect(test.engine.crossfadeSeconds).toBe(0);
    await test.environment.pass(2_000);
    expect(test.engine.crossfadeSeconds).toBe(9);
  });
});

const withPlayback = (server: FakeServer, gainDb: () => number): FakeServer =>
  server.on('POST /api/v1/playback', ({ body }) => {
    const { trackIds } = body as PlaybackRequest;
    return json({ playbacks: trackIds.map((trackId) => buildPlayback(trackId, gainDb())), refusals: [] });
  });

describe('another source of loudness', () => {
  it('that was chosen on another device levels what plays', async () => {
    const { server, change, read } = createPersonalServer();
    withPlayback(server, () => (read().loudnessSource === 'measured' ? -9 : -3));
    const test = await createSignedInApp({ server });
    test.engine.abilities = { ...test.engine.abilities, segments: [{ container: 'mp4', codec: 'flac' }] };
    test.store.dispatch(playTracks({ tracks: buildTracks(1) }));
    await settled();
    change({ crossfadeSeconds: 2 });
    await settled();
    expect(test.engine.loudness.size).toBe(0);
    change({ loudnessSource: 'measured' });
    await settled();
    expect(test.engine.loudness.get('track-1')?.trackGainDb).toBe(-9);
  });
});

describe('settings changed in another tab', () => {
  const openTwoTabs = async (): Promise<[TestApp, TestApp]> => {
    const options = { tabs: new FakeTabs(), storage: new MemoryStorage({ 'session-known': 'yes' }) };
    return [await createSignedInApp(options), await createSignedInApp(options)];
  };

  it('are heard at once, those of this device too', async () => {
    const [first, second] = await openTwoTabs();
    second.store.dispatch(updateSettings({ crossfadeSeconds: 5 }));
    second.store.dispatch(setEqualizerPreset('bass'));
    second.store.dispatch(setSpeed(1.5));
    second.store.dispatch(setVolume(0.3));
    const { reopened } = first.engine;
    second.store.dispatch(setQualityFor('unmetered', 'low'));
    const { crossfadeSeconds, equalizerDb, speed, volume } = first.engine;
    expect([crossfadeSeconds, equalizerDb?.[0], speed, volume]).toEqual([5, 6, 1.5, 0.3]);
    expect(first.engine.reopened).toBe(reopened + 1);
    expect(first.server.bodiesOf('PATCH /api/v1/me/settings')).toEqual([]);
  });

  it('are not lost when this one keeps a choice of its own', async () => {
    const [first, second] = await openTwoTabs();
    second.store.dispatch(setSpeed(1.5));
    first.store.dispatch(setVolume(0.6));
    const again = await createSignedInApp({ storage: first.storage });
    expect([again.engine.speed, again.engine.volume]).toEqual([1.5, 0.6]);
  });

  it('count as far as this version of the app can go by them, also where they were kept', async () => {
    const tabs = new FakeTabs();
    const kept = { volume: 'loud', speed: 1.5, quality: { unmetered: 'low' } };
    const storage = new MemoryStorage({ 'session-known': 'yes', device: JSON.stringify(kept) });
    const { engine } = await createSignedInApp({ tabs, storage });
    expect([engine.volume, engine.speed]).toEqual([1, 1.5]);
    const equalizer = { isOn: true, preset: 'stadium', gainsDb: [3] };
    const synced = { crossfadeSeconds: 4, levelling: 'loudest' };
    tabs.open().post({ kind: 'settings-changed', synced, device: { volume: 0.5, speed: 40, equalizer } });
    expect([engine.volume, engine.speed, engine.equalizerDb]).toEqual([0.5, 1.5, null]);
    expect([engine.crossfadeSeconds, engine.levelling.mode]).toEqual([4, 'auto']);
  });

  it('leave the panels of this one as they are', async () => {
    const [first, second] = await openTwoTabs();
    second.store.dispatch(setRightPanel('queue'));
    expect(first.store.getState().settings.device.rightPanel).toBe('none');
  });
});
