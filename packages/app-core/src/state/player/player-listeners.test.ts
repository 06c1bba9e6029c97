import { describe, expect, it } from 'vitest';
import { settled } from '#test/support/fake-environment.ts';
import { buildTracks } from '#test/support/fake-server.ts';
import { createSignedInApp, type TestApp } from '#test/support/test-app.ts';
import { pause, seekTo, togglePlay } from './playback-thunks.ts';
import { selectCurrentItem } from './player-selectors.ts';
import { playTracks } from './queue-thunks.ts';

async function playingApp(): Promise<TestApp> {
  const test = await createSignedInApp();
  test.store.dispatch(playTracks({ tracks: buildTracks(3) }));
  await settled();
  return test;
}

const heard = ({ store }: TestApp) => [
  selectCurrentItem(store.getState())?.track.title,
  store.getState().player.status,
];

describe('the end of a track that the person has paused', () => {
  it('makes what follows the current one, which is paused too', async () => {
    const test = await playingApp();
    test.store.dispatch(pause());
    const { prepared } = test.engine;
    if (!prepared) throw new Error('something prepared expected');
    test.engine.emit('advanced', { source: prepared });
    expect(heard(test)).toEqual(['Song 2', 'paused']);
    test.store.dispatch(togglePlay());
    expect(test.engine.isPlaying).toBe(true);
  });

  it('has what follows wait for a press also where it was not prepared', async () => {
    const test = await playingApp();
    test.store.dispatch(pause());
    const { source } = test.engine;
    if (!source) throw new Error('a source expected');
    test.engine.emit('ended', { source });
    await settled();
    expect(heard(test)).toEqual(['Song 2', 'paused']);
    expect(test.engine.loads.at(-1)?.isPaused).toBe(true);
  });
});

describe('a track that has failed', () => {
  it('is tried again from where the person has sought since', async () => {
    const test = await playingApp();
    const { source } = test.engine;
    if (!source) throw new Error('a source expected');
    test.engine.emit('failed', { source, reason: 'unreachable', positionMs: 42_000 });
    test.store.dispatch(seekTo(90_000));
    test.store.dispatch(togglePlay());
    expect(test.engine.loads.at(-1)).toMatchObject({ positionMs: 90_000, isPaused: false });
  });
});
