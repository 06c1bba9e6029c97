import { describe, expect, it } from 'vitest';
import { settled } from '#test/support/fake-environment.ts';
import { buildSession, buildTrack, buildTracks, json, MemoryStorage } from '#test/support/fake-server.ts';
import { createSignedInApp, createSignedInServer, createTestApp, type TestApp } from '#test/support/test-app.ts';
import { FakeTabs } from '#test/support/fake-tabs.ts';
import { pause } from '../player/playback-thunks.ts';
import { addToQueue, playNext, playTracks } from '../player/queue-thunks.ts';
import { bootSession, signIn, signOut } from './user-thunks.ts';

const sessionOf = ({ store }: TestApp): string => store.getState().user.status;

async function openTwoTabs(): Promise<[TestApp, TestApp]> {
  const tabs = new FakeTabs();
  return [await createSignedInApp({ tabs }), await createSignedInApp({ tabs })];
}

describe('two tabs of one browser', () => {
  it('are both signed out when one is, and only one tells the server', async () => {
    const [first, second] = await openTwoTabs();
    second.store.dispatch(playTracks({ tracks: buildTracks(2) }));
    await first.store.dispatch(signOut());
    await settled();
    expect([sessionOf(first), sessionOf(second)]).toEqual(['signed-out', 'signed-out']);
    expect(second.store.getState().player.items).toEqual([]);
    expect(first.server.bodiesOf('POST /api/v1/auth/logout')).toHaveLength(1);
    expect(second.server.bodiesOf('POST /api/v1/auth/logout')).toHaveLength(0);
  });

  it('are both signed in when one is', async () => {
    const tabs = new FakeTabs();
    const storage = new MemoryStorage();
    const server = createSignedInServer()
      .on('POST /api/v1/auth/login', () => json(buildSession()))
      .on('GET /api/v1/server', () => json({ name: 'JetStream', version: '1', isSetupRequired: false }));
    const [first, second] = [createTestApp({ tabs, storage, server }), createTestApp({ tabs, storage, server })];
    await Promise.all([first.store.dispatch(bootSession()), second.store.dispatch(bootSession())]);
    expect(sessionOf(second)).toBe('signed-out');
    await first.store.dispatch(signIn({ name: 'Ada', password: 'correct horse' }));
    await settled();
    expect([sessionOf(first), sessionOf(second)]).toEqual(['signed-in', 'signed-in']);
  });

  it('take the sound from each other', async () => {
    const [first, second] = await openTwoTabs();
    first.store.dispatch(playTracks({ tracks: buildTracks(2) }));
    await settled();
    second.store.dispatch(playTracks({ tracks: buildTracks(2) }));
    await settled();
    expect(first.store.getState().player.status).toBe('paused');
    expect(second.store.getState().player.status).toBe('playing');
  });

  it('add to the queue of the one that plays, which keeps its place and has it saved', async () => {
    const [first, second] = await openTwoTabs();
    first.store.dispatch(playTracks({ tracks: buildTracks(2) }));
    await settled();
    second.store.dispatch(playNext([buildTrack({ id: 'next' })]));
    second.store.dispatch(addToQueue([buildTrack({ id: 'last' })]));
    await first.environment.pass(2_000);
    const order = ['track-1', 'next', 'track-2', 'last'];
    const { items, currentItemId } = first.store.getState().player;
    expect(items.map(({ track }) => track.id)).toEqual(order);
    expect(currentItemId).toBe(items[0]?.itemId);
    const [saved] = first.server.bodiesOf('PUT /api/v1/queue') as { items: { trackId: string }[] }[];
    expect(saved?.items.map(({ trackId }) => trackId)).toEqual(order);
    expect(second.store.getState().player.items.map(({ track }) => track.id)).toEqual(['next', 'last']);
  });

  it('leave the queue of one that rests as it is', async () => {
    const [first, second] = await openTwoTabs();
    first.store.dispatch(playTracks({ tracks: buildTracks(2) }));
    await settled();
    first.store.dispatch(pause());
    second.store.dispatch(addToQueue(buildTracks(1)));
    expect(first.store.getState().player.items).toHaveLength(2);
  });
});
