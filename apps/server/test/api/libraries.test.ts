import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before } from 'node:test';
import { assertApiError } from '#test/support/assert-api-error.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import { buildWav } from '#test/support/build-wav.ts';
import type { SignedIn, TestServer } from '#test/support/test-server.ts';

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'jetstream-music-'));
  for (const name of ['albums', 'albums/inner', 'other']) await mkdir(join(folder, name));
  await writeFile(join(folder, 'albums', '01 - First.wav'), buildWav());
  await writeFile(join(folder, 'albums', 'broken.flac'), 'this is no music');
  await symlink('loop', join(folder, 'loop'));
});
after(() => rm(folder, { recursive: true }));

async function addLibrary(server: TestServer, { client }: SignedIn, name = 'albums') {
  const library = await client.call('createLibrary', { body: { path: join(folder, name) } });
  await server.context.services.scanService.whenIdle();
  return library;
}

endpointTest(['createLibrary', 'ok'], 'a new folder is scanned, and its music is there', async (server) => {
  const ada = await server.setUp();
  const library = await addLibrary(server, ada);
  assert.deepEqual([library.name, library.isManaged, library.isReachable], ['albums', false, true]);
  const { items } = await ada.client.call('listTracks');
  assert.deepEqual(
    items.map(({ title }) => title),
    ['First'],
  );
});

endpointTest(['createLibrary', 'conflict'], 'a folder cannot be added twice, nor within another', async (server) => {
  const ada = await server.setUp();
  await addLibrary(server, ada);
  for (const name of ['albums', 'albums/', 'albums/inner', ''])
    await assertApiError(ada.client.call('createLibrary', { body: { path: join(folder, name) } }), 'conflict');
});

endpointTest(['createLibrary', 'unsupported'], 'a folder that cannot be read cannot be added', async (server) => {
  const { client } = await server.setUp();
  await assertApiError(client.call('createLibrary', { body: { path: join(folder, 'loop') } }), 'unsupported');
});

endpointTest(['createLibrary', 'validation'], 'what is no folder is named as the fault', async (server) => {
  const { client } = await server.setUp();
  for (const path of [join(folder, 'nothing'), 'albums', join(folder, 'albums', 'broken.flac')]) {
    const error = await assertApiError(client.call('createLibrary', { body: { path } }), 'validation');
    assert.equal(error.fields[0]?.path, 'body/path');
  }
});

endpointTest(['listLibraries', 'ok'], 'libraries are listed with what they hold', async (server) => {
  const ada = await server.setUp();
  await addLibrary(server, ada);
  const { items } = await ada.client.call('listLibraries');
  assert.deepEqual(
    items.map(({ path, trackCount }) => [path, trackCount]),
    [[join(folder, 'albums'), 1]],
  );
});

endpointTest(['listLibraries', 'not-modified'], 'a list that did not change is not sent again', async (server) => {
  const { session } = await server.setUp();
  const get = (headers: Record<string, string> = {}) =>
    server.fetch(`${server.url}/api/v1/libraries`, {
      headers: { authorization: `Bearer ${session.accessToken}`, ...headers },
    });
  const etag = (await get()).headers.get('etag') ?? '';
  assert.equal((await get({ 'if-none-match': etag })).status, 304);
});

endpointTest(['deleteLibrary', 'ok'], 'a removed library takes its music from the lists', async (server) => {
  const ada = await server.setUp();
  const { id } = await addLibrary(server, ada);
  await ada.client.call('deleteLibrary', { params: { libraryId: id } });
  await server.context.services.scanService.whenIdle();
  assert.equal((await ada.client.call('listTracks')).total, 0);
  assert.deepEqual((await ada.client.call('listLibraries')).items, []);
});

endpointTest(['deleteLibrary', 'not-found'], 'an unknown library cannot be removed', async (server) => {
  const { client } = await server.setUp();
  await assertApiError(client.call('deleteLibrary', { params: { libraryId: 'nothing' } }), 'not-found');
});

endpointTest(['deleteLibrary', 'not-editable'], 'a library of the configuration is removed there', async (server) => {
  const { client } = await server.setUp();
  await server.context.services.libraryService.ensureManagedLibraries([join(folder, 'albums')]);
  const [library] = (await client.call('listLibraries')).items;
  assert.equal(library?.isManaged, true);
  await assertApiError(client.call('deleteLibrary', { params: { libraryId: library.id } }), 'not-editable');
});

endpointTest(['browseServerFolders', 'ok'], 'folders can be walked, with the music in them counted', async (server) => {
  const { client } = await server.setUp();
  const listed = await client.call('browseServerFolders', { query: { path: join(folder, 'albums') } });
  assert.equal(listed.parentPath, folder);
  assert.deepEqual(listed.folders, [{ name: 'inner', path: join(folder, 'albums/inner') }]);
  assert.equal(listed.audioFileCount, 2);
  assert.equal((await client.call('browseServerFolders')).parentPath, null);
});

endpointTest(['browseServerFolders', 'not-found'], 'a folder that is not there cannot be walked', async (server) => {
  const { client } = await server.setUp();
  const query = { path: join(folder, 'nothing') };
  await assertApiError(client.call('browseServerFolders', { query }), 'not-found');
});

endpointTest(
  ['browseServerFolders', 'unsupported'],
  'a folder that cannot be read cannot be walked',
  async (server) => {
    const { client } = await server.setUp();
    await assertApiError(client.call('browseServerFolders', { query: { path: join(folder, 'loop') } }), 'unsupported');
  },
);

endpointTest(['startScan', 'ok'], 'a scan can be asked for, and reports what it has done', async (server) => {
  const ada = await server.setUp();
  await addLibrary(server, ada);
  const { id, state } = await ada.client.call('startScan', { body: {} });
  assert.ok(['queued', 'running'].includes(state));
  await server.context.services.scanService.whenIdle();
  const scan = await ada.client.call('getScan', { params: { scanId: id } });
  assert.deepEqual([scan.state, scan.filesSeen, scan.filesUnchanged], ['completed', 2, 1]);
});

endpointTest(['getScan', 'ok'], 'the scan of a new library tells what it found', async (server) => {
  const ada = await server.setUp();
  await addLibrary(server, ada);
  const [last] = (await ada.client.call('listScans')).items;
  const scan = await ada.client.call('getScan', { params: { scanId: last?.id ?? '' } });
  assert.deepEqual([scan.filesAdded, scan.filesFailed], [1, 1]);
});

endpointTest(['startScan', 'not-found'], 'an unknown library cannot be scanned', async (server) => {
  const { client } = await server.setUp();
  await assertApiError(client.call('startScan', { body: { libraryId: 'nothing' } }), 'not-found');
});

endpointTest(['getScan', 'not-found'], 'an unknown scan cannot be looked at', async (server) => {
  const { client } = await server.setUp();
  await assertApiError(client.call('getScan', { params: { scanId: 'nothing' } }), 'not-found');
});

endpointTest(['listScans', 'ok'], 'scans are listed newest first, page by page', async (server) => {
  const ada = await server.setUp();
  await addLibrary(server, ada);
  server.clock.advance(1000);
  const second = await ada.client.call('startScan', { body: {} });
  await server.context.services.scanService.whenIdle();
  const page = await ada.client.call('listScans', { query: { limit: 1 } });
  assert.deepEqual([page.items[0]?.id, page.total], [second.id, 2]);
  const rest = await ada.client.call('listScans', { query: { limit: 1, cursor: page.nextCursor ?? '' } });
  assert.deepEqual([rest.items.length, rest.nextCursor], [1, null]);
});

endpointTest(['cancelScan', 'ok'], 'a scan that waits can be taken back', async (server) => {
  const ada = await server.setUp();
  await addLibrary(server, ada);
  await ada.client.call('startScan', { body: { isFull: true } });
  const waiting = await ada.client.call('startScan', { body: {} });
  const answer = await ada.client
    .call('cancelScan', { params: { scanId: waiting.id } })
    .catch((error: unknown) => error);
  assert.ok(answer && typeof answer === 'object' && 'state' in answer && answer.state === 'cancelled', String(answer));
});

endpointTest(['cancelScan', 'conflict'], 'a scan that has ended cannot be taken back', async (server) => {
  const ada = await server.setUp();
  await addLibrary(server, ada);
  const [scan] = (await ada.client.call('listScans')).items;
  await assertApiError(ada.client.call('cancelScan', { params: { scanId: scan?.id ?? '' } }), 'conflict');
});

endpointTest(['cancelScan', 'not-found'], 'an unknown scan cannot be taken back', async (server) => {
  const { client } = await server.setUp();
  await assertApiError(client.call('cancelScan', { params: { scanId: 'nothing' } }), 'not-found');
});

endpointTest(
  ['listScanFailures', 'ok'],
  'files that could not be read are listed with their reason',
  async (server) => {
    const ada = await server.setUp();
    const { id } = await addLibrary(server, ada);
    const { items } = await ada.client.call('listScanFailures', { query: { libraryId: id } });
    assert.deepEqual(
      items.map(({ path, reason }) => [path, reason]),
      [['broken.flac', 'damaged']],
    );
    // What its reader said is of no use to a listener, and of some to whoever has the log.
    assert.ok(items.every((failure) => !('detail' in failure)));
    const logged = server.log.map((line) => JSON.parse(line)).filter(({ path }) => path === 'broken.flac');
    assert.deepEqual(
      logged.map(({ reason, detail }) => [reason, typeof detail]),
      [['damaged', 'string']],
    );
  },
);
