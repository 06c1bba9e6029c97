import assert from 'node:assert/strict';
import { assertApiError } from '#test/support/assert-api-error.ts';
import { assertSignedOut } from '#test/support/assert-signed-out.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import { TEST_PASSWORD } from '#test/support/test-server.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

endpointTest(['setUp', 'ok'], 'the first visitor becomes administrator and is signed in', async (server) => {
  assert.equal((await server.client.call('getServerInfo')).isSetupRequired, true);
  const { client, session } = await server.setUp('Ada');
  assert.equal(session.user.role, 'administrator');
  assert.equal((await client.call('getMe')).name, 'Ada');
  assert.equal((await server.client.call('getServerInfo')).isSetupRequired, false);
});

endpointTest(['setUp', 'setup-done'], 'nobody can set up a second time', async (server) => {
  await server.setUp();
  const body = { name: 'eve', password: TEST_PASSWORD };
  await assertApiError(server.client.call('setUp', { body }), 'setup-done');
});

endpointTest(['setUp', 'setup-done'], 'of two visitors at once only one becomes administrator', async (server) => {
  const attempt = (name: string) => server.client.call('setUp', { body: { name, password: TEST_PASSWORD } });
  const results = await Promise.allSettled([attempt('ada'), attempt('eve')]);
  assert.deepEqual(results.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected']);
});

endpointTest(['setUp', 'rate-limited'], 'trying to set up again and again has to wait', async (server) => {
  await server.setUp();
  const attempt = () => server.client.call('setUp', { body: { name: 'eve', password: TEST_PASSWORD } });
  for (let count = 0; count < 5; count++) await assertApiError(attempt(), 'setup-done');
  await assertApiError(attempt(), 'rate-limited');
});

endpointTest(['login', 'ok'], 'name and password sign in, whatever the case of the name', async (server) => {
  await server.setUp('Ada');
  const { session } = await server.signIn('aDA');
  assert.equal(session.user.name, 'Ada');
});

endpointTest(['login', 'setup-required'], 'before the first user there is nothing to sign in to', async (server) => {
  await assertApiError(server.signIn('ada'), 'setup-required');
});

endpointTest(
  ['login', 'credentials-wrong'],
  'wrong name and wrong password are told apart by nobody',
  async (server) => {
    await server.setUp();
    const wrongPassword = await assertApiError(server.signIn('ada', 'not the password'), 'credentials-wrong');
    const wrongName = await assertApiError(server.signIn('nobody', 'not the password'), 'credentials-wrong');
    assert.equal(wrongPassword.message, wrongName.message);
    assert.equal(wrongPassword.status, 401);
  },
);

endpointTest(['refreshSession', 'ok'], 'a refresh token is exchanged for a new session', async (server) => {
  const first = await server.setUp();
  server.clock.advance(9 * MINUTE_MS);
  const second = await server.client.call('refreshSession', { body: { refreshToken: first.refreshToken } });
  assert.notEqual(second.refreshToken, first.refreshToken);
  server.clock.advance(5 * MINUTE_MS);
  await assertSignedOut(first.client);
  assert.equal((await server.clientOf(second.accessToken).call('getMe')).name, first.name);
});

endpointTest(
  ['refreshSession', 'session-reused'],
  'an exchanged token, used again later, ends the session',
  async (server) => {
    const { refreshToken: stolen } = await server.setUp();
    const owner = await server.client.call('refreshSession', { body: { refreshToken: stolen } });
    server.clock.advance(MINUTE_MS);
    await assertApiError(server.client.call('refreshSession', { body: { refreshToken: stolen } }), 'session-reused');
    const refreshToken = owner.refreshToken ?? '';
    await assertApiError(server.client.call('refreshSession', { body: { refreshToken } }), 'session-expired');
    await assertSignedOut(server.clientOf(owner.accessToken));
  },
);

endpointTest(['refreshSession', 'session-reused'], 'a token two exchanges old ends the session', async (server) => {
  const { refreshToken: stolen } = await server.setUp();
  const second = await server.client.call('refreshSession', { body: { refreshToken: stolen } });
  await server.client.call('refreshSession', { body: { refreshToken: second.refreshToken ?? '' } });
  await assertApiError(server.client.call('refreshSession', { body: { refreshToken: stolen } }), 'session-reused');
});

endpointTest(['refreshSession', 'ok'], 'two tabs that refresh at once both stay signed in', async (server) => {
  const { refreshToken } = await server.setUp();
  const refresh = (token: string) => server.client.call('refreshSession', { body: { refreshToken: token } });
  const tabs = await Promise.all([refresh(refreshToken), refresh(refreshToken), refresh(refreshToken)]);
  assert.equal(new Set(tabs.map((session) => session.refreshToken)).size, 1);
  server.clock.advance(10 * MINUTE_MS);
  await refresh(tabs[1]?.refreshToken ?? '');
});

endpointTest(['refreshSession', 'ok'], 'an answer that got lost can be asked for again at once', async (server) => {
  const { refreshToken } = await server.setUp();
  const lost = await server.client.call('refreshSession', { body: { refreshToken } });
  server.clock.advance(15_000);
  const again = await server.client.call('refreshSession', { body: { refreshToken } });
  assert.equal(again.refreshToken, lost.refreshToken);
});

endpointTest(
  ['refreshSession', 'session-expired'],
  'a device that was away for a month has to sign in',
  async (server) => {
    const { refreshToken } = await server.setUp();
    server.clock.advance(30 * DAY_MS + 1);
    await assertApiError(server.client.call('refreshSession', { body: { refreshToken } }), 'session-expired');
  },
);

endpointTest(['refreshSession', 'session-expired'], 'made-up tokens lead nowhere', async (server) => {
  await server.setUp();
  for (const refreshToken of ['', '.', 'x', 'x.y', '../../etc/passwd', "' OR 1=1 --.x"])
    await assertApiError(server.client.call('refreshSession', { body: { refreshToken } }), 'session-expired');
});

endpointTest(
  ['refreshSession', 'rate-limited'],
  'a client that runs away is stopped',
  async (server) => {
    const refresh = () => server.client.call('refreshSession', { body: { refreshToken: 'x.y' } });
    for (let count = 0; count < 3; count++) await assertApiError(refresh(), 'session-expired');
    const error = await assertApiError(refresh(), 'rate-limited');
    assert.equal(error.retryAfterSeconds, 20);
    server.clock.advance(20_000);
    await assertApiError(refresh(), 'session-expired');
  },
  { settings: { requestsPerMinute: 3 } },
);

endpointTest(['logout', 'ok'], 'signing out ends the session at once', async (server) => {
  const { client, refreshToken } = await server.setUp();
  await client.call('getMe');
  await server.client.call('logout', { body: { refreshToken } });
  await assertSignedOut(client);
  await assertApiError(server.client.call('refreshSession', { body: { refreshToken } }), 'session-expired');
});

endpointTest(['listDevices', 'ok'], 'a user sees where they are signed in', async (server) => {
  const { client } = await server.setUp();
  server.clock.advance(MINUTE_MS);
  const body = { name: 'ada', password: TEST_PASSWORD, deviceName: 'Kitchen radio' };
  await server.client.call('login', { body });
  const { items } = await client.call('listDevices');
  assert.deepEqual(
    items.map(({ isCurrent }) => isCurrent),
    [false, true],
  );
  assert.equal(items[0]?.deviceName, 'Kitchen radio');
});

endpointTest(['deleteDevice', 'ok'], 'a lost phone can be signed out from elsewhere', async (server) => {
  const { client } = await server.setUp();
  const phone = await server.signIn('ada');
  const lost = (await phone.client.call('listDevices')).items.find(({ isCurrent }) => isCurrent);
  await client.call('deleteDevice', { params: { deviceId: lost?.id ?? '' } });
  await assertSignedOut(phone.client);
  await client.call('getMe');
});

endpointTest(['deleteDevice', 'not-found'], "another user's device cannot be signed out", async (server) => {
  const ada = await server.setUp();
  const bob = await server.addUser(ada, 'bob');
  const [device] = (await bob.client.call('listDevices')).items;
  await assertApiError(ada.client.call('deleteDevice', { params: { deviceId: device?.id ?? '' } }), 'not-found');
  await bob.client.call('getMe');
});
