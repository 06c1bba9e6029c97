import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assertApiError } from '#test/support/assert-api-error.ts';
import { assertSignedOut } from '#test/support/assert-signed-out.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import { startTestServer, TEST_PASSWORD } from '#test/support/test-server.ts';

const NEW_PASSWORD = 'another long password';
const MINUTE_MS = 60_000;

endpointTest(['listUsers', 'ok'], 'an administrator sees everyone, without anything secret', async (server) => {
  const ada = await server.setUp();
  await server.addUser(ada, 'bob', 'artist');
  const { items } = await ada.client.call('listUsers');
  assert.deepEqual(
    items.map(({ name, role }) => [name, role]),
    [
      ['ada', 'administrator'],
      ['bob', 'artist'],
    ],
  );
  assert.doesNotMatch(JSON.stringify(items), /hash|generation/i);
});

endpointTest(['createUser', 'ok'], 'a new user can sign in', async (server) => {
  const ada = await server.setUp();
  const bob = await server.addUser(ada, 'Bob');
  assert.equal(bob.session.user.role, 'listener');
  assert.ok(bob.session.user.createdAt);
});

endpointTest(
  ['createUser', 'conflict'],
  'two users cannot share a name, whatever its case and width',
  async (server) => {
    const ada = await server.setUp('Ada');
    for (const name of ['ada', ' ADA ', 'Ａｄａ'])
      await assertApiError(ada.client.call('createUser', { body: { name, password: TEST_PASSWORD } }), 'conflict');
  },
);

endpointTest(['updateUser', 'ok'], 'a change of role takes effect with the next request', async (server) => {
  const ada = await server.setUp();
  const bob = await server.addUser(ada, 'bob');
  await assertApiError(bob.client.call('listUsers'), 'forbidden');
  await ada.client.call('updateUser', { params: { userId: bob.session.user.id }, body: { role: 'administrator' } });
  assert.equal((await bob.client.call('listUsers')).items.length, 2);
  await ada.client.call('updateUser', { params: { userId: bob.session.user.id }, body: { role: 'listener' } });
  await assertApiError(bob.client.call('listUsers'), 'forbidden');
});

endpointTest(['updateUser', 'ok'], 'a renamed user signs in under the new name', async (server) => {
  const ada = await server.setUp();
  const bob = await server.addUser(ada, 'bob');
  await ada.client.call('updateUser', { params: { userId: bob.session.user.id }, body: { name: 'Robert' } });
  await server.signIn('robert');
  await assertApiError(server.signIn('bob'), 'credentials-wrong');
});

endpointTest(
  ['updateUser', 'ok'],
  'a password set by the administrator signs the user out everywhere',
  async (server) => {
    const ada = await server.setUp();
    const bob = await server.addUser(ada, 'bob');
    await bob.client.call('getMe');
    await ada.client.call('updateUser', { params: { userId: bob.session.user.id }, body: { password: NEW_PASSWORD } });
    await assertSignedOut(bob.client);
    const { refreshToken } = bob;
    await assertApiError(server.client.call('refreshSession', { body: { refreshToken } }), 'session-expired');
    await server.signIn('bob', NEW_PASSWORD);
  },
);

endpointTest(['updateUser', 'conflict'], 'nobody can take a name that is taken', async (server) => {
  const ada = await server.setUp();
  const bob = await server.addUser(ada, 'bob');
  const call = ada.client.call('updateUser', { params: { userId: bob.session.user.id }, body: { name: 'ADA' } });
  await assertApiError(call, 'conflict');
});

endpointTest(['updateUser', 'not-found'], 'an unknown user cannot be changed', async (server) => {
  const ada = await server.setUp();
  const call = ada.client.call('updateUser', { params: { userId: 'nobody' }, body: { name: 'x' } });
  await assertApiError(call, 'not-found');
});

endpointTest(['updateUser', 'not-editable'], 'the last administrator stays one', async (server) => {
  const ada = await server.setUp();
  const demote = () =>
    ada.client.call('updateUser', { params: { userId: ada.session.user.id }, body: { role: 'listener' } });
  await assertApiError(demote(), 'not-editable');
  await server.addUser(ada, 'bob', 'administrator');
  assert.equal((await demote()).role, 'listener');
});

test('two administrators who demote each other at once leave one', async () => {
  const server = await startTestServer();
  try {
    const ada = await server.setUp();
    const bob = await server.addUser(ada, 'bob', 'administrator');
    const results = await Promise.allSettled(
      [bob, ada].map(({ session }) =>
        ada.client.call('updateUser', { params: { userId: session.user.id }, body: { role: 'listener' } }),
      ),
    );
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected'],
    );
  } finally {
    await server.stop();
  }
});

endpointTest(['deleteUser', 'ok'], 'a deleted user is signed out, and the name is free again', async (server) => {
  const ada = await server.setUp();
  const bob = await server.addUser(ada, 'bob');
  await bob.client.call('updateSettings', { body: { theme: 'dark' } });
  await ada.client.call('deleteUser', { params: { userId: bob.session.user.id } });
  await assertSignedOut(bob.client);
  await assertApiError(server.signIn('bob'), 'credentials-wrong');
  const second = await server.addUser(ada, 'bob');
  assert.equal((await second.client.call('getSettings')).theme, 'system');
});

endpointTest(['deleteUser', 'not-found'], 'an unknown user cannot be deleted', async (server) => {
  const ada = await server.setUp();
  await assertApiError(ada.client.call('deleteUser', { params: { userId: 'nobody' } }), 'not-found');
});

endpointTest(['deleteUser', 'not-editable'], 'the last administrator cannot be deleted', async (server) => {
  const ada = await server.setUp();
  await assertApiError(ada.client.call('deleteUser', { params: { userId: ada.session.user.id } }), 'not-editable');
});

endpointTest(['getMe', 'not-modified'], 'an answer that did not change is not sent again', async (server) => {
  const { session } = await server.setUp();
  const headers = { authorization: `Bearer ${session.accessToken}` };
  const first = await server.fetch(`${server.url}/api/v1/me`, { headers });
  const etag = first.headers.get('etag') ?? '';
  assert.equal(first.headers.get('cache-control'), 'private, no-cache');
  for (const tag of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
    const again = await server.fetch(`${server.url}/api/v1/me`, { headers: { ...headers, 'if-none-match': tag } });
    assert.equal(again.status, 304, tag);
    assert.equal(await again.text(), '');
  }
  const other = await server.fetch(`${server.url}/api/v1/me`, { headers: { ...headers, 'if-none-match': '"x"' } });
  assert.equal(other.status, 200);
});

endpointTest(['getMe', 'ok'], 'HEAD answers like GET, without the body', async (server) => {
  const { session } = await server.setUp();
  const init = { method: 'HEAD', headers: { authorization: `Bearer ${session.accessToken}` } };
  const response = await server.fetch(`${server.url}/api/v1/me`, init);
  assert.ok(Number(response.headers.get('content-length')) > 50);
  assert.equal(await response.text(), '');
});

endpointTest(['changePassword', 'ok'], 'a changed password signs all other devices out', async (server) => {
  const ada = await server.setUp();
  const other = await server.signIn('ada');
  await ada.client.call('changePassword', { body: { currentPassword: TEST_PASSWORD, newPassword: NEW_PASSWORD } });
  await assertSignedOut(other.client);
  const refresh = (refreshToken: string) => server.client.call('refreshSession', { body: { refreshToken } });
  await assertApiError(refresh(other.refreshToken), 'session-expired');
  await refresh(ada.refreshToken);
  await assertApiError(server.signIn('ada'), 'credentials-wrong');
  await server.signIn('ada', NEW_PASSWORD);
});

endpointTest(['changePassword', 'credentials-wrong'], 'the password changes only for who knows it', async (server) => {
  const { client } = await server.setUp();
  const body = { currentPassword: 'not the password', newPassword: NEW_PASSWORD };
  const error = await assertApiError(client.call('changePassword', { body }), 'credentials-wrong');
  assert.equal(error.fields[0]?.path, 'body/currentPassword');
  await server.signIn('ada');
});

endpointTest(['getSettings', 'ok'], 'settings begin with what suits everybody', async (server) => {
  const { client } = await server.setUp();
  assert.deepEqual(await client.call('getSettings'), {
    theme: 'system',
    locale: 'system',
    isDense: false,
    isReducedMotion: false,
    levelling: 'auto',
    levellingPreampDb: 0,
    loudnessSource: 'tags',
    crossfadeSeconds: 0,
  });
});

endpointTest(['getSettings', 'not-modified'], 'settings that did not change are not sent again', async (server) => {
  const { session } = await server.setUp();
  const get = (headers: Record<string, string> = {}) =>
    server.fetch(`${server.url}/api/v1/me/settings`, {
      headers: { authorization: `Bearer ${session.accessToken}`, ...headers },
    });
  const etag = (await get()).headers.get('etag') ?? '';
  assert.equal((await get({ 'if-none-match': etag })).status, 304);
});

endpointTest(
  ['updateSettings', 'ok'],
  'one setting changes and the others stay, also with two changes at once',
  async (server) => {
    const { client } = await server.setUp();
    await Promise.all([
      client.call('updateSettings', { body: { theme: 'black' } }),
      client.call('updateSettings', { body: { crossfadeSeconds: 4 } }),
    ]);
    const settings = await client.call('getSettings');
    assert.deepEqual([settings.theme, settings.crossfadeSeconds, settings.isDense], ['black', 4, false]);
  },
);

endpointTest(['getMe', 'ok'], 'signing in is noted as the time last seen', async (server) => {
  await server.setUp();
  server.clock.advance(5 * MINUTE_MS);
  const { client } = await server.signIn('ada');
  assert.equal((await client.call('getMe')).lastSeenAt, '2026-01-01T00:05:00.000Z');
});
