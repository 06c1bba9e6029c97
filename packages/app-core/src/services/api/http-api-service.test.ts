import { describe, expect, it } from 'vitest';
import { FakeEnvironment, settled } from '#test/support/fake-environment.ts';
import {
  buildSession,
  buildUser,
  empty,
  FakeServer,
  json,
  MemoryStorage,
  offline,
  problem,
} from '#test/support/fake-server.ts';
import { HttpApiService } from './http-api-service.ts';

const REFRESH = 'POST /api/v1/auth/refresh';

/** Of a device that was signed in when last seen. */
const createKnownStorage = (): MemoryStorage => new MemoryStorage({ 'session-known': 'yes' });

function createService(server: FakeServer, storage = createKnownStorage()) {
  const environment = new FakeEnvironment();
  const lock = { run: <T>(_name: string, task: () => Promise<T>) => task() };
  const service = new HttpApiService({ baseUrl: '', fetch: server.fetch, environment, storage, lock });
  const ended: string[] = [];
  service.on('sessionEnded', ({ code }) => ended.push(code));
  return { service, environment, storage, ended };
}

/** Accepts only the newest of the tokens that it hands out. */
function createRotatingServer(): FakeServer {
  let newest = 0;
  return new FakeServer()
    .on(REFRESH, () => {
      newest += 1;
      return json(buildSession({ accessToken: `token-${newest}` }));
    })
    .on('GET /api/v1/me', ({ headers }) =>
      headers.get('authorization') === `Bearer token-${newest}`
        ? json({ id: 'user-1' })
        : problem('unauthenticated', 401),
    );
}
const refreshes = (server: FakeServer): number => server.bodiesOf(REFRESH).length;

describe('the session', () => {
  it('is renewed once for many calls that are refused at the same time', async () => {
    const server = createRotatingServer();
    const { service } = createService(server);
    await service.renewSession();
    server.on('GET /api/v1/me', ({ headers }) =>
      headers.get('authorization') === 'Bearer token-2' ? json({ id: 'user-1' }) : problem('unauthenticated', 401),
    );
    const answers = await Promise.all(Array.from({ length: 8 }, () => service.request('getMe', {})));
    expect(answers.every(({ data }) => data?.id === 'user-1')).toBe(true);
    expect(refreshes(server)).toBe(2);
  });

  it('holds no call up while it lasts: the request leaves within the tick that asks for it', async () => {
    const server = createRotatingServer();
    const { service } = createService(server);
    await service.renewSession();
    const before = server.requests.length;
    const answer = service.request('getMe', {});
    expect(server.requests.length).toBe(before + 1);
    expect((await answer).data?.id).toBe('user-1');
  });

  it('is renewed quietly before the token runs out', async () => {
    const server = createRotatingServer();
    const { service, environment } = createService(server);
    await service.renewSession();
    await environment.pass(7 * 60_000);
    expect(refreshes(server)).toBe(1);
    await environment.pass(60_000);
    expect(refreshes(server)).toBe(2);
    expect((await service.request('getMe', {})).data).toBeDefined();
    expect(server.requests.filter(({ path }) => path === '/api/v1/me')).toHaveLength(1);
  });

  it('is renewed before a call when the device slept past the end of the token', async () => {
    const server = createRotatingServer();
    const { service, environment } = createService(server);
    await service.renewSession();
    environment.moveClock(3_600_000);
    expect((await service.request('getMe', {})).data).toBeDefined();
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/api/v1/auth/refresh',
      '/api/v1/auth/refresh',
      '/api/v1/me',
    ]);
  });

  it('does nothing in the name of another person who signed in while the device slept or the call was refused', async () => {
    const body = {
      id: 'play-1',
      trackId: 'track-1',
      startedAt: '2026-05-04T12:00:00Z',
      playedMs: 9_000,
      client: 'web',
    };
    const grace = () => json(buildSession({ accessToken: 'grace-1', user: buildUser({ id: 'user-2' }) }));
    for (const hasSlept of [true, false]) {
      const server = createRotatingServer().on('POST /api/v1/plays', ({ headers }) =>
        headers.get('authorization') === 'Bearer grace-1' ? json({ isCounted: true }) : problem('unauthenticated', 401),
      );
      const { service, environment } = createService(server);
      await service.renewSession();
      server.on(REFRESH, grace);
      if (hasSlept) environment.moveClock(3_600_000);
      const send = () => service.request('recordPlay', { body });
      expect((await send()).error?.code).toBe('unauthenticated');
      expect(server.bodiesOf('POST /api/v1/plays')).toHaveLength(hasSlept ? 0 : 1);
      expect((await send()).data).toEqual({ isCounted: true });
    }
  });

  it('is not renewed again and again when the clock of this device is wrong', async () => {
    const server = createRotatingServer().on(REFRESH, () =>
      json(buildSession({ accessTokenExpiresAt: '2020-01-01T00:00:00.000Z' })),
    );
    const { service, environment } = createService(server);
    await service.renewSession();
    await environment.pass(30_000);
    expect(refreshes(server)).toBe(1);
  });

  it('ends with one word when it cannot be renewed', async () => {
    const server = createRotatingServer();
    const { service, ended } = createService(server);
    await service.renewSession();
    server.on(REFRESH, () => problem('session-expired', 401));
    server.on('GET /api/v1/me', () => problem('unauthenticated', 401));
    const answers = await Promise.all([service.request('getMe', {}), service.request('getMe', {})]);
    expect(answers.map(({ error }) => error?.code)).toEqual(['unauthenticated', 'unauthenticated']);
    expect(ended).toEqual(['session-expired']);
  });

  it('survives a renewal that did not reach the server', async () => {
    const server = createRotatingServer();
    const { service, ended } = createService(server);
    await service.renewSession();
    server.on(REFRESH, offline);
    expect((await service.renewSession()).error?.isOffline).toBe(true);
    expect(ended).toEqual([]);
    expect((await service.request('getMe', {})).data).toBeDefined();
  });

  it('outlasts a server that cannot renew it for a while, and is renewed when it can', async () => {
    const server = createRotatingServer();
    const { service, environment, ended } = createService(server);
    await service.renewSession();
    const renew = (): Response => json(buildSession({ accessToken: 'token-late' }));
    let isAway = true;
    server.on(REFRESH, () => (isAway ? problem('unavailable', 503) : renew()));
    server.on('GET /api/v1/me', ({ headers }) =>
      headers.get('authorization') === 'Bearer token-late' ? json({ id: 'user-1' }) : problem('unauthenticated', 401),
    );
    const asked = service.request('getMe', {});
    await environment.pass(1_000);
    expect((await asked).error).toMatchObject({ code: 'unavailable', isOffline: false });
    await environment.pass(15 * 60_000);
    expect(refreshes(server)).toBeGreaterThan(20);
    expect(refreshes(server)).toBeLessThan(60);
    expect(ended).toEqual([]);
    isAway = false;
    await environment.pass(60_000);
    expect((await service.request('getMe', {})).data).toEqual({ id: 'user-1' });
    expect(server.requests.at(-1)?.path).toBe('/api/v1/me');
  });

  it('does not come back by a renewal that was under way at sign-out', async () => {
    let answer: (response: Response) => void = () => undefined;
    const server = new FakeServer()
      .on(REFRESH, () => new Promise<Response>((resolve) => (answer = resolve)))
      .on('POST /api/v1/auth/logout', empty)
      .on('GET /api/v1/me', ({ headers }) => json({ sent: headers.get('authorization') }));
    const { service } = createService(server);
    const renewal = service.renewSession();
    await settled();
    await service.signOut();
    answer(json(buildSession()));
    expect((await renewal).error).toBeDefined();
    expect((await service.request('getMe', {})).data).toEqual({ sent: null });
  });

  it('tells the server of an offline sign-out before anything else at the next start', async () => {
    const storage = createKnownStorage();
    const away = createRotatingServer().on('POST /api/v1/auth/logout', offline);
    const first = createService(away, storage);
    await first.service.renewSession();
    await first.service.signOut();
    const server = createRotatingServer()
      .on('POST /api/v1/auth/logout', empty)
      .on(REFRESH, () => problem('session-expired', 401));
    const second = createService(server, storage);
    expect((await second.service.renewSession()).error?.code).toBe('session-expired');
    await second.service.renewSession();
    expect(server.requests.map(({ path }) => path)).toEqual(['/api/v1/auth/logout']);
  });
});

describe('a device that was not signed in', () => {
  it('does not ask for a session that cannot be there', async () => {
    const server = createRotatingServer();
    const { service } = createService(server, new MemoryStorage());
    expect((await service.renewSession()).error?.code).toBe('session-expired');
    expect(server.requests).toEqual([]);
  });

  it('asks all the same when it cannot keep anything, so that a cookie is honoured', async () => {
    const storage = new MemoryStorage();
    storage.isFull = true;
    const { service } = createService(createRotatingServer(), storage);
    expect((await service.renewSession()).data?.user.name).toBe('ada');
  });

  it('remembers to be signed in', async () => {
    const storage = new MemoryStorage();
    const server = createRotatingServer().on('POST /api/v1/auth/login', () => json(buildSession()));
    await createService(server, storage).service.signIn({ name: 'ada', password: 'secret' });
    expect((await createService(server, storage).service.renewSession()).data).toBeDefined();
  });
});

describe('reads', () => {
  it('are tried once more after a moment when the server did not answer', async () => {
    let calls = 0;
    const server = new FakeServer().on('GET /api/v1/server', () => {
      calls += 1;
      return calls === 1 ? problem('unavailable', 503) : json({ name: 'home' });
    });
    const { service, environment } = createService(server);
    const answer = service.request('getServerInfo', {});
    await settled();
    expect(calls).toBe(1);
    await environment.pass(1_000);
    expect((await answer).data).toEqual({ name: 'home' });
  });

  it('are not tried a third time', async () => {
    const server = new FakeServer().on('GET /api/v1/server', offline);
    const { service, environment } = createService(server);
    const answer = service.request('getServerInfo', {});
    await environment.pass(60_000);
    expect((await answer).error).toMatchObject({ code: 'unavailable', isOffline: true });
    expect(server.requests).toHaveLength(2);
  });

  it('are not repeated once their caller has lost interest', async () => {
    const server = new FakeServer().on('GET /api/v1/server', offline);
    const { service, environment } = createService(server);
    const abort = new AbortController();
    const answer = service.request('getServerInfo', { signal: abort.signal });
    await settled();
    abort.abort();
    await environment.pass(60_000);
    await answer;
    expect(server.requests).toHaveLength(1);
  });
});

describe('a server that says nothing', () => {
  it('counts as out of reach, for calls and for the renewal that they wait for', async () => {
    const never = (): Promise<Response> => new Promise(() => undefined);
    const server = createRotatingServer().on(REFRESH, never).on('PUT /api/v1/queue/position', never);
    const { service, environment } = createService(server);
    const body = { currentItemId: 'a', positionMs: 1, client: 'test' };
    const answers = Promise.all([service.renewSession(), service.request('saveQueuePosition', { body })]);
    await environment.pass(31_000);
    for (const { error } of await answers) expect(error).toMatchObject({ code: 'unavailable', isOffline: true });
  });
});

describe('writes', () => {
  it('are sent once, and may outlive the page', async () => {
    const server = new FakeServer().on('PUT /api/v1/queue/position', offline);
    const { service, environment } = createService(server);
    const body = { currentItemId: 'a', positionMs: 1, client: 'test' };
    const answer = service.request('saveQueuePosition', { body, isKeptAlive: true });
    await environment.pass(60_000);
    expect((await answer).error?.isOffline).toBe(true);
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ isKeptAlive: true, body });
  });
});
