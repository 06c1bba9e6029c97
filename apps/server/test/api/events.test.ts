import assert from 'node:assert/strict';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import type { DomainEvents } from '#services/events.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import { EventReader } from '#test/support/event-reader.ts';
import { TEST_PASSWORD, type TestServer } from '#test/support/test-server.ts';

const demoAlbum = { state: 'rendering', progress: 0.5, libraryId: null } as const;
const emit = <Name extends keyof DomainEvents>(server: TestServer, name: Name, event: DomainEvents[Name]) =>
  server.context.events.emit(name, event);

endpointTest(
  ['streamEvents', 'ok'],
  'everybody hears of the library, administrators of scans and the demo',
  async (server) => {
    const ada = await server.setUp();
    const bob = await server.addUser(ada, 'bob');
    const [adasEvents, bobsEvents] = await Promise.all([EventReader.open(ada.client), EventReader.open(bob.client)]);
    emit(server, 'demoAlbumProgressed', { demoAlbum });
    emit(server, 'libraryChanged', { version: '7' });
    assert.deepEqual(await adasEvents.next(), { type: 'demo-album-progressed', demoAlbum });
    assert.deepEqual(await adasEvents.next(), { type: 'library-changed', version: '7' });
    assert.deepEqual(await bobsEvents.next(), { type: 'library-changed', version: '7' });
    await Promise.all([adasEvents.close(), bobsEvents.close()]);
  },
);

endpointTest(['streamEvents', 'ok'], "a user's devices hear of each other, other users do not", async (server) => {
  const ada = await server.setUp();
  const bob = await server.addUser(ada, 'bob');
  const [adasEvents, bobsEvents] = await Promise.all([EventReader.open(ada.client), EventReader.open(bob.client)]);
  const body = {
    items: [],
    currentItemId: null,
    positionMs: 0,
    isShuffled: false,
    repeat: 'off',
    client: 'phone',
  } as const;
  await bob.client.call('saveQueue', { body: { ...body, items: [] } });
  emit(server, 'libraryChanged', { version: '8' });
  assert.deepEqual(await bobsEvents.next(), { type: 'queue-changed', client: 'phone' });
  assert.deepEqual(await adasEvents.next(), { type: 'library-changed', version: '8' });
  await Promise.all([adasEvents.close(), bobsEvents.close()]);
});

endpointTest(['streamEvents', 'ok'], "a user's devices hear of other settings, other users do not", async (server) => {
  const ada = await server.setUp();
  const bob = await server.addUser(ada, 'bob');
  const [adasEvents, bobsEvents] = await Promise.all([EventReader.open(ada.client), EventReader.open(bob.client)]);
  await bob.client.call('updateSettings', { body: { levelling: 'album' } });
  emit(server, 'libraryChanged', { version: '8' });
  assert.deepEqual(await bobsEvents.next(), { type: 'settings-changed' });
  assert.deepEqual(await adasEvents.next(), { type: 'library-changed', version: '8' });
  await Promise.all([adasEvents.close(), bobsEvents.close()]);
});

endpointTest(['streamEvents', 'ok'], 'a stream ends with its session, and only then', async (server) => {
  const ada = await server.setUp();
  const other = await server.signIn('ada');
  const [kept, ended] = await Promise.all([EventReader.open(ada.client), EventReader.open(other.client)]);
  const body = { currentPassword: TEST_PASSWORD, newPassword: 'another long password' };
  await ada.client.call('changePassword', { body });
  assert.equal(await ended.next(), undefined);
  emit(server, 'libraryChanged', { version: '9' });
  assert.deepEqual(await kept.next(), { type: 'library-changed', version: '9' });
  await server.client.call('logout', { body: { refreshToken: ada.refreshToken } });
  assert.equal(await kept.next(), undefined);
});

endpointTest(['streamEvents', 'ok'], 'streams end when the server stops', async (server) => {
  const ada = await server.setUp();
  const events = await EventReader.open(ada.client);
  for (const context of server.contexts) context.endEventStreams();
  assert.equal(await events.next(), undefined);
  assert.match(events.lastBlock, /^retry: \d+$/m);
});

endpointTest(
  ['streamEvents', 'ok'],
  'a reader that does not read is cut off, and does not fill the memory',
  async (server) => {
    const ada = await server.setUp();
    await (await EventReader.open(ada.client)).close();
    const headers = { authorization: `Bearer ${ada.session.accessToken}` };
    const request = get(`${server.url}/api/v1/events`, { headers }).on('error', () => undefined);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.on('error', () => undefined).pause();
    const countCutOff = () =>
      server.log.filter((line) => line.includes('/api/v1/events') && line.includes('"isComplete":false')).length;
    const before = countCutOff();
    // The kernel's buffers take some megabytes before the server's begin to fill.
    const version = 'x'.repeat(64 * 1024);
    for (let count = 0; count < 2000 && countCutOff() === before; count++) {
      server.context.events.emit('libraryChanged', { version });
      await setImmediate();
    }
    request.destroy();
    assert.equal(countCutOff(), before + 1);
  },
);

endpointTest(['streamEvents', 'ok'], 'who is no administrator any more hears no more of scans', async (server) => {
  const ada = await server.setUp();
  const bob = await server.addUser(ada, 'bob', 'administrator');
  const before = await EventReader.open(bob.client);
  await ada.client.call('updateUser', { params: { userId: bob.session.user.id }, body: { role: 'listener' } });
  assert.equal(await before.next(), undefined);
  const after = await EventReader.open(bob.client);
  emit(server, 'demoAlbumProgressed', { demoAlbum });
  emit(server, 'libraryChanged', { version: '5' });
  assert.deepEqual(await after.next(), { type: 'library-changed', version: '5' });
  await after.close();
});
