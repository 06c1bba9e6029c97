import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildWav } from '#test/support/build-wav.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import type { TestServer } from '#test/support/test-server.ts';

/** Composing takes a minute: these tests find the album composed. The renderer has tests of its own. */
async function placeAlbum(server: TestServer): Promise<void> {
  const directory = join(server.context.config.dataDirectory, 'demo-album');
  await mkdir(directory);
  await writeFile(join(directory, 'cover.jpg'), '');
  await writeFile(join(directory, '01 - Overture.wav'), buildWav());
}

endpointTest(['getDemoAlbum', 'ok'], 'at first there is no demo album', async (server) => {
  const { client } = await server.setUp();
  assert.deepEqual(await client.call('getDemoAlbum'), { state: 'absent', progress: 0, libraryId: null });
});

endpointTest(['createDemoAlbum', 'ok'], 'the demo album becomes a library of its own', async (server) => {
  const { client } = await server.setUp();
  await placeAlbum(server);
  const { promise, resolve } = Promise.withResolvers<string>();
  server.context.events.on('demoAlbumProgressed', ({ demoAlbum }) => {
    if (demoAlbum.state !== 'rendering') resolve(demoAlbum.state);
  });
  assert.equal((await client.call('createDemoAlbum')).state, 'rendering');
  assert.equal(await promise, 'ready');
  await server.context.services.scanService.whenIdle();
  const { state, libraryId } = await client.call('getDemoAlbum');
  assert.equal(state, 'ready');
  assert.deepEqual(
    (await client.call('listLibraries')).items.map(({ id }) => id),
    [libraryId],
  );
});
