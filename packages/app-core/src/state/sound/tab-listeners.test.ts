import { describe, expect, it } from 'vitest';
import { FakeEnvironment, settled } from '#test/support/fake-environment.ts';
import { buildTracks, MemoryStorage } from '#test/support/fake-server.ts';
import { FakeTabs } from '#test/support/fake-tabs.ts';
import { createSignedInApp, type TestApp } from '#test/support/test-app.ts';
import { play, toggleMute } from '../player/playback-thunks.ts';
import { playTracks } from '../player/queue-thunks.ts';
import { signOut } from '../user/user-thunks.ts';
import { selectSleepTimer } from './sound-slice.ts';
import { setSleepTimer } from './sound-thunks.ts';

const timerOf = ({ store }: TestApp) => selectSleepTimer(store.getState());

/** Of two tabs of one browser the first plays. */
async function openTwoTabs() {
  const options = {
    tabs: new FakeTabs(),
    storage: new MemoryStorage({ 'session-known': 'yes' }),
    environment: new FakeEnvironment(),
  };
  const tabs = [await createSignedInApp(options), await createSignedInApp(options)] as const;
  tabs[0].store.dispatch(playTracks({ tracks: buildTracks(3) }));
  await settled();
  return { playing: tabs[0], other: tabs[1], options };
}

describe('the sleep timer of tabs of one browser', () => {
  it('ends what is heard, in whichever tab it was set', async () => {
    const { playing, other, options } = await openTwoTabs();
    other.store.dispatch(setSleepTimer({ minutes: 5 }));
    const late = await createSignedInApp(options);
    expect([timerOf(playing), timerOf(late)]).toEqual([timerOf(other), timerOf(other)]);
    late.store.dispatch(play());
    await settled();
    expect([playing.engine.isPlaying, late.engine.isPlaying]).toEqual([false, true]);
    await options.environment.pass(301_000);
    expect(late.engine.isPlaying).toBe(false);
    expect([playing, other, late].map(timerOf)).toEqual([null, null, null]);
  });

  it('holds for the track where it plays, and is called off everywhere', async () => {
    const { playing, other } = await openTwoTabs();
    other.store.dispatch(setSleepTimer('track-end'));
    expect(playing.engine.prepared).toBeNull();
    playing.store.dispatch(setSleepTimer(null));
    expect(timerOf(other)).toBeNull();
    expect(playing.engine.prepared?.trackId).toBe('track-2');
  });

  it('does not wait for the next person', async () => {
    const { playing, other } = await openTwoTabs();
    playing.store.dispatch(setSleepTimer({ minutes: 30 }));
    await other.store.dispatch(signOut());
    expect([timerOf(playing), timerOf(other)]).toEqual([null, null]);
  });
});

it('a tab that is muted mutes what is heard in another', async () => {
  const { playing, other, options } = await openTwoTabs();
  other.store.dispatch(toggleMute());
  expect(playing.engine.isMuted).toBe(true);
  expect((await createSignedInApp(options)).engine.isMuted).toBe(true);
  playing.store.dispatch(toggleMute());
  expect(other.engine.isMuted).toBe(false);
});

it('a tab where something failed while it followed another tells the others all the same of what is done in it', async () => {
  const { playing, other } = await openTwoTabs();
  const stop = playing.store.subscribe(() => {
    throw new Error('a screen failed');
  });
  expect(() => other.store.dispatch(toggleMute())).toThrow('a screen failed');
  stop();
  playing.store.dispatch(setSleepTimer({ minutes: 30 }));
  expect(timerOf(other)).not.toBeNull();
});
