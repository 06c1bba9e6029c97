import { describe, expect, it } from 'vitest';
import { settled } from '#test/support/fake-environment.ts';
import { buildSession, buildTracks, buildUser, json, offline, problem } from '#test/support/fake-server.ts';
import { createSignedInApp, createSignedInServer, createTestApp, type TestApp } from '#test/support/test-app.ts';
import { libraryApi } from '../library/library-api.ts';
import { playTracks } from '../player/queue-thunks.ts';
import { rememberSearch, updateSettings } from '../settings/settings-thunks.ts';
import { bootSession, setUp, signIn, signOut } from './user-thunks.ts';

const REFRESH = 'POST /api/v1/auth/refresh';
const statusOf = ({ store }: TestApp): string => store.getState().user.status;
const serverInfo = (isSetupRequired: boolean) => () => json({ name: 'home', version: '1.0.0', isSetupRequired });

describe('starting the app', () => {
  it('knows nothing until the server has answered, then who is signed in', async () => {
    const test = createTestApp();
    expect(statusOf(test)).toBe('unknown');
    await test.store.dispatch(bootSession());
    expect(test.store.getState().user).toMatchObject({ status: 'signed-in', user: { name: 'ada' } });
    expect(test.server.unplanned).toEqual([]);
  });

  it('asks for the first administrator on a new server', async () => {
    const server = createSignedInServer()
      .on(REFRESH, () => problem('session-expired', 401))
      .on('GET /api/v1/server', serverInfo(true))
      .on('POST /api/v1/setup', () => json(buildSession(), 201));
    const test = createTestApp({ server });
    await test.store.dispatch(bootSession());
    expect(statusOf(test)).toBe('setup-required');
    expect(await test.store.dispatch(setUp({ name: 'ada', password: 'long enough' }))).toBeNull();
    expect(statusOf(test)).toBe('signed-in');
    expect(server.bodiesOf('POST /api/v1/setup')).toEqual([
      { name: 'ada', password: 'long enough', deviceName: 'JetStream Test' },
    ]);
  });

  it('keeps trying while the server is out of reach', async () => {
    let isDown = true;
    const server = createSignedInServer().on(REFRESH, () => (isDown ? offline() : json(buildSession())));
    const test = createTestApp({ server });
    await test.store.dispatch(bootSession());
    expect(statusOf(test)).toBe('unreachable');
    await test.environment.pass(10_000);
    expect(statusOf(test)).toBe('unreachable');
    isDown = false;
    await test.environment.pass(30_000);
    expect(statusOf(test)).toBe('signed-in');
    const attempts = server.bodiesOf(REFRESH).length;
    await test.environment.pass(120_000);
    expect(server.bodiesOf(REFRESH)).toHaveLength(attempts);
  });
});

describe('signing in and out', () => {
  it('tells why it was refused', async () => {
    const server = createSignedInServer()
      .on(REFRESH, () => problem('session-expired', 401))
      .on('GET /api/v1/server', serverInfo(false))
      .on('POST /api/v1/auth/login', () => problem('credentials-wrong', 401));
    const test = createTestApp({ server });
    await test.store.dispatch(bootSession());
    const error = await test.store.dispatch(signIn({ name: 'ada', password: 'wrong' }));
    expect(error?.code).toBe('credentials-wrong');
    expect(statusOf(test)).toBe('signed-out');
  });

  it('leaves nothing of the user behind at sign-out', async () => {
    const server = createSignedInServer().on('GET /api/v1/me', () => json(buildUser()));
    const test = await createSignedInApp({ server });
    await test.store.dispatch(libraryApi.endpoints.getMe.initiate());
    test.store.dispatch(playTracks({ tracks: buildTracks(2) }));
    test.store.dispatch(rememberSearch('bach'));
    await settled();
    await test.store.dispatch(signOut());
    const state = test.store.getState();
    expect(state.user).toMatchObject({ status: 'signed-out', user: null });
    expect(state.player.items).toEqual([]);
    expect(state.settings.recentSearches).toEqual([]);
    expect(state.api.queries).toEqual({});
    expect(test.engine.source).toBeNull();
    expect(server.bodiesOf('POST /api/v1/auth/logout')).toHaveLength(1);
    expect(server.bodiesOf('PUT /api/v1/queue')).toHaveLength(1);
  });

  it('signs out here although the server says nothing', async () => {
    const never = (): Promise<Response> => new Promise(() => undefined);
    const server = createSignedInServer().on('PUT /api/v1/queue', never).on('POST /api/v1/auth/logout', never);
    const test = await createSignedInApp({ server });
    test.store.dispatch(playTracks({ tracks: buildTracks(2) }));
    void test.store.dispatch(signOut());
    await test.environment.pass(2_000);
    expect(statusOf(test)).toBe('signed-out');
  });

  it('does not show the queue of one user to the next', async () => {
    const first = await createSignedInApp();
    first.store.dispatch(playTracks({ tracks: buildTracks(2) }));
    await settled();
    await first.store.dispatch(signOut());
    const server = createSignedInServer()
      .on('GET /api/v1/server', serverInfo(false))
      .on('POST /api/v1/auth/login', () => json(buildSession({ user: buildUser({ id: 'user-2', name: 'ben' }) })));
    const second = await createSignedInApp({ server, storage: first.storage, environment: first.environment });
    await second.store.dispatch(signIn({ name: 'ben', password: 'secret' }));
    await settled();
    expect(second.store.getState().user.user?.name).toBe('ben');
    expect(second.store.getState().player.items).toEqual([]);
  });

  it('ends everything when the server ends the session', async () => {
    const test = await createSignedInApp();
    test.store.dispatch(playTracks({ tracks: buildTracks(2) }));
    await settled();
    test.server.on(REFRESH, () => problem('session-reused', 401));
    await test.environment.pass(10 * 60_000);
    expect(statusOf(test)).toBe('signed-out');
    expect(test.engine.source).toBeNull();
    expect(test.store.getState().notices.at(-1)?.textKey).toBe('notices.sessionEnded');
  });
});

describe('settings', () => {
  it('are there from this device before the server answers', async () => {
    const before = await createSignedInApp();
    before.store.dispatch(updateSettings({ theme: 'black', crossfadeSeconds: 4 }));
    const test = createTestApp({ storage: before.storage });
    expect(test.store.getState().settings.synced.theme).toBe('black');
    expect(test.engine.crossfadeSeconds).toBe(4);
  });

  it('follow the server after signing in', async () => {
    const server = createSignedInServer().on('GET /api/v1/me/settings', () =>
      json({ theme: 'dark', locale: 'de', isDense: true, crossfadeSeconds: 5, isReducedMotion: false }),
    );
    const test = await createSignedInApp({ server });
    expect(test.store.getState().settings.synced).toMatchObject({ theme: 'dark', locale: 'de', isDense: true });
    expect(test.engine.crossfadeSeconds).toBe(5);
  });

  it('keep ten recent searches for each user, newest first and none twice', async () => {
    const test = await createSignedInApp();
    for (let count = 0; count < 14; count += 1) test.store.dispatch(rememberSearch(`query ${count}`));
    test.store.dispatch(rememberSearch('QUERY 10'));
    const { recentSearches } = test.store.getState().settings;
    expect(recentSearches).toHaveLength(10);
    expect(recentSearches.slice(0, 2)).toEqual(['QUERY 10', 'query 13']);
    const reloaded = await createSignedInApp({ storage: test.storage });
    expect(reloaded.store.getState().settings.recentSearches).toEqual(recentSearches);
  });
});
