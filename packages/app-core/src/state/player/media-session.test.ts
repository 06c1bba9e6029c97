import { describe, expect, it } from 'vitest';
import { settled } from '#test/support/fake-environment.ts';
import { buildTracks } from '#test/support/fake-server.ts';
import { createSignedInApp, type TestApp } from '#test/support/test-app.ts';
import { setSpeed } from '../sound/sound-thunks.ts';
import { playTracks } from './queue-thunks.ts';

async function playingApp(): Promise<TestApp> {
  const test = await createSignedInApp();
  test.store.dispatch(playTracks({ tracks: buildTracks(2), startIndex: 0 }));
  await settled();
  return test;
}

describe("the system's player controls", () => {
  it('show what plays, and where it stands', async () => {
    const { engine, mediaSession } = await playingApp();
    expect(mediaSession.metadata?.title).toBe('Song 1');
    expect(mediaSession.playbackState).toBe('playing');
    expect(mediaSession.position).toEqual({ positionMs: 0, durationMs: engine.durationMs, speed: 1 });
  });

  it('are given covers in sizes and of a type that they really have', async () => {
    const test = await createSignedInApp();
    const cover = { id: 'cover-1', placeholder: null, accent: null };
    const [first, second] = buildTracks(2);
    const local = { url: 'blob:picture', type: 'image/png' };
    test.localFiles.covers.set('cover-2', local);
    const tracks = [first, second].flatMap((track, at) =>
      track ? { ...track, cover: { ...cover, id: `cover-${at + 1}` } } : [],
    );
    test.store.dispatch(playTracks({ tracks }));
    const artwork = test.mediaSession.metadata?.artwork ?? [];
    expect(artwork.map(({ url, sizePx, type }) => [url, sizePx, type])).toEqual(
      [96, 320, 640].map((size) => [`/api/v1/covers/cover-1?size=${size}&format=jpeg`, size, 'image/jpeg']),
    );
    test.mediaSession.press({ type: 'next' });
    expect(test.mediaSession.metadata?.artwork).toEqual([{ ...local, sizePx: null }]);
  });

  it('count on at the speed that the person chose, from where the track stood then', async () => {
    const { engine, store, mediaSession } = await playingApp();
    await engine.playFor(10_000);
    store.dispatch(setSpeed(1.5));
    expect(mediaSession.position).toMatchObject({ positionMs: engine.positionMs, speed: 1.5 });
    store.dispatch(setSpeed(1));
    expect(mediaSession.position).toMatchObject({ speed: 1 });
  });

  it('stand still while sound is waited for, at the place that was asked for', async () => {
    const { engine, store, mediaSession } = await playingApp();
    store.dispatch(setSpeed(1.5));
    await engine.playFor(10_000);
    const stall = engine.stallFor(5_000);
    expect(mediaSession.position).toMatchObject({ positionMs: 10_000, speed: 0 });
    mediaSession.press({ type: 'seek-to', positionMs: 42_000 });
    expect(mediaSession.position).toMatchObject({ positionMs: 42_000, speed: 0 });
    expect(mediaSession.playbackState).toBe('playing');
    await stall;
    expect(mediaSession.position).toMatchObject({ positionMs: 42_000, speed: 1.5 });
    mediaSession.press({ type: 'next' });
    expect(mediaSession.position).toMatchObject({ positionMs: 0, speed: 0 });
    await settled();
    expect(mediaSession.position).toMatchObject({ positionMs: 0, speed: 1.5 });
  });

  it('do what their buttons say', async () => {
    const { engine, mediaSession } = await playingApp();
    mediaSession.press({ type: 'seek-to', positionMs: 42_000 });
    expect(mediaSession.position).toMatchObject({ positionMs: 42_000 });
    mediaSession.press({ type: 'next' });
    await settled();
    expect(mediaSession.metadata?.title).toBe('Song 2');
    mediaSession.press({ type: 'pause' });
    await settled();
    expect([engine.isPlaying, mediaSession.playbackState]).toEqual([false, 'paused']);
  });
});
