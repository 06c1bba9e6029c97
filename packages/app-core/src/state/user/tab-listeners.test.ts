import { describe, expect, it } from 'vitest';
import { settled } from '#test/support/fake-environment.ts';
import { buildSession, buildTracks, buildUser, json, MemoryStorage } from '#test/support/fake-server.ts';
import { createSignedInApp, createSignedInServer, createTestApp, type TestApp } from '#test/support/test-app.ts';
import { FakeTabs } from '#test/support/fake-tabs.ts';
import { playTracks } from '../player/queue-thunks.ts';
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

  it('are both of the person whom the server saw last, when two sign in at once', async () => {
    const tabs = new FakeTabs();
    const storage = new MemoryStorage();
    const grace = buildUser({ id: 'user-2', name: 'grace' });
    let person = buildUser();
    const server = createSignedInServer()
      .on('POST /api/v1/auth/refresh', () => json(buildSession({ user: person })))
      .on('POST /api/v1/auth/login', () => json(buildSession({ user: person })));
    const [first, second] = [createTestApp({ tabs, storage, server }), createTestApp({ tabs, storage, server })];
    tabs.hold();
    await first.store.dispatch(signIn({ name: 'Ada', password: 'correct horse' }));
    first.store.dispatch(playTracks({ tracks: buildTracks(2) }));
    person = grace;
    await second.store.dispatch(signIn({ name: 'grace', password: 'correct horse' }));
    tabs.letGo();
    await settled();
    for (const { store } of [first, second]) {
      expect(store.getState().user.user?.id).toBe('user-2');
      expect(store.getState().player.items).toEqual([]);
    }
    expect(first.engine.isPlaying).toBe(false);
  });
});
