import assert from 'node:assert/strict';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { toCoverId } from '#models/catalogue-ids.ts';
import type { CoverId, TrackId } from '#models/ids.ts';
import { addCover, addTracks, buildLibrary } from '#test/support/build-catalogue.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import type { TestServer } from '#test/support/test-server.ts';

const buildPicture = (background = '#c81e3c', width = 1000, height = 500) =>
  sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer();

async function seedCover(server: TestServer, bytes: Uint8Array, name = 'cover.jpg') {
  const { repositories } = server.context.store;
  const libraryPath = join(server.context.config.dataDirectory, 'music');
  const path = join(libraryPath, name);
  await mkdir(libraryPath, { recursive: true });
  await writeFile(path, bytes);
  await repositories.libraries.saveLibrary(buildLibrary({ path: libraryPath }));
  const coverId = toCoverId(bytes);
  await addCover(repositories, coverId, name);
  const { session, client } = await server.setUp();
  const authorization = `Bearer ${session.accessToken}`;
  const ask = (query = '', headers: Record<string, string> = {}) =>
    server.fetch(`${server.url}/api/v1/covers/${coverId}${query}`, { headers: { authorization, ...headers } });
  return { path, coverId, ask, client };
}

const describe = async (response: Response) => {
  const { width, height, format, compression } = await sharp(Buffer.from(await response.arrayBuffer())).metadata();
  return { width, height, format: compression ?? format };
};
const listKept = async ({ context }: TestServer) => {
  const folder = join(context.config.dataDirectory, 'cache', 'covers');
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
};

endpointTest(['getCover', 'ok'], 'a cover comes in the format that the client names, or likes best', async (server) => {
  const { ask } = await seedCover(server, await buildPicture());
  for (const [accept, type, format] of [
    ['image/avif,image/webp,image/*,*/*;q=0.8', 'image/webp', 'webp'],
    ['image/avif', 'image/avif', 'av1'],
    ['*/*', 'image/jpeg', 'jpeg'],
  ] as const) {
    const response = await ask('?size=160', { accept });
    assert.equal(response.headers.get('content-type'), type);
    assert.match(response.headers.get('vary') ?? '', /accept/i);
    assert.equal(response.headers.get('cache-control'), 'private, max-age=31536000, immutable');
    assert.deepEqual(await describe(response), { width: 160, height: 80, format });
  }
  const named = await ask('?size=160&format=jpeg', { accept: 'image/webp' });
  assert.deepEqual(await describe(named), { width: 160, height: 80, format: 'jpeg' });
});

endpointTest(['getCover', 'ok'], 'sizes are rounded up to a few steps and never enlarged', async (server) => {
  const { ask, coverId } = await seedCover(server, await buildPicture());
  const widthOf = async (size: number) => (await describe(await ask(`?size=${size}`))).width;
  assert.equal(await widthOf(97), 160);
  assert.equal(await widthOf(160), 160);
  assert.equal(await widthOf(1600), 1000);
  assert.deepEqual((await listKept(server)).toSorted(), [`${coverId}-160.jpg`, `${coverId}-1600.jpg`]);
});

endpointTest(['getCover', 'not-modified'], 'a cover that the client has is not sent again', async (server) => {
  const { ask } = await seedCover(server, await buildPicture());
  const first = await ask();
  await first.arrayBuffer();
  const etag = first.headers.get('etag') ?? '';
  assert.equal((await ask('', { 'if-none-match': etag })).status, 304);
  assert.equal((await ask('', { 'if-none-match': etag, accept: 'image/webp' })).status, 200);
});

endpointTest(['getCover', 'ok'], 'many who ask at once share one rendering', async (server) => {
  const { ask, coverId } = await seedCover(server, await buildPicture());
  const responses = await Promise.all(Array.from({ length: 20 }, () => ask('?size=320')));
  const bodies = await Promise.all(responses.map(async (response) => Buffer.from(await response.arrayBuffer())));
  assert.ok(bodies.every((body) => body.equals(bodies[0] ?? Buffer.alloc(0))));
  assert.deepEqual(await listKept(server), [`${coverId}-320.jpg`]);
});

endpointTest(['getCover', 'ok'], 'a picture that has gone is shown as long as a size of it is kept', async (server) => {
  const { ask, path } = await seedCover(server, await buildPicture());
  await (await ask('?size=320')).arrayBuffer();
  await rm(path);
  assert.equal((await describe(await ask('?size=320'))).width, 320);
  assert.equal((await describe(await ask('?size=96'))).width, 320);
  assert.equal((await describe(await ask('?size=1600'))).width, 320);
});

endpointTest(['getCover', 'media-missing'], 'a picture that has gone before it was kept is missing', async (server) => {
  const { ask, path, coverId } = await seedCover(server, await buildPicture());
  await rm(path);
  const response = await ask();
  assert.equal(response.status, 410);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.equal((await server.context.store.repositories.covers.findCover(coverId))?.fault, null, 'it may come back');
});

endpointTest(
  ['getCover', 'media-missing'],
  'another picture in its place is not shown under its id',
  async (server) => {
    const { ask, path } = await seedCover(server, await buildPicture());
    await writeFile(path, await buildPicture('#00ff00'));
    assert.equal((await ask()).status, 410);
  },
);

for (const [name, bytes] of [
  ['a damaged picture', (await buildPicture()).subarray(0, 600)],
  ['a vector graphic', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
  ['something else', Buffer.from('not a picture')],
] as const)
  endpointTest(['getCover', 'media-missing'], `${name} is missing, and the reason is kept`, async (server) => {
    const { ask, coverId } = await seedCover(server, bytes);
    assert.equal((await ask()).status, 410);
    const { covers } = server.context.store.repositories;
    assert.match((await covers.findCover(coverId))?.fault ?? '', /damaged|not supported/);
    assert.equal((await ask('?size=64')).status, 410);
  });

endpointTest(['getCover', 'not-found'], 'an unknown cover is not found', async (server) => {
  const { session } = await server.setUp();
  const headers = { authorization: `Bearer ${session.accessToken}` };
  const response = await server.fetch(`${server.url}/api/v1/covers/nothing`, { headers });
  assert.equal(response.status, 404);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  const known = await server.fetch(`${server.url}/api/v1/covers/nothing`, {
    headers: { ...headers, 'if-none-match': '*' },
  });
  assert.equal(known.status, 404);
});

endpointTest(['getCover', 'validation'], 'sizes that no screen has are refused', async (server) => {
  const { ask } = await seedCover(server, await buildPicture());
  for (const size of ['0', '99999', 'x']) assert.equal((await ask(`?size=${size}`)).status, 400);
});

endpointTest(
  ['getAlbum', 'ok'],
  'once analysed, a cover has a placeholder and an accent; broken ones are not named',
  async (server) => {
    const { coverId, client } = await seedCover(server, await buildPicture());
    const { repositories } = server.context.store;
    const broken = Buffer.from('not a picture');
    await writeFile(join(server.context.config.dataDirectory, 'music', 'broken.jpg'), broken);
    const brokenId: CoverId = toCoverId(broken);
    await addCover(repositories, brokenId, 'broken.jpg');
    await addTracks(repositories, [
      { id: 'good' as TrackId, albumTitle: 'Good', coverId },
      { id: 'bad' as TrackId, albumTitle: 'Bad', coverId: brokenId },
    ]);
    const changes: string[] = [];
    server.context.events.on('libraryChanged', ({ version }) => changes.push(version));
    await server.context.services.artworkService.analyseCovers();
    const cover = await repositories.covers.findCover(coverId);
    assert.deepEqual([cover?.width, cover?.height, cover?.fault], [1000, 500, null]);
    const good = await client.call('getAlbum', { params: { albumId: 'album-good' } });
    assert.match(good.cover?.placeholder ?? '', /^data:image\/webp;base64,.{20,400}$/);
    assert.match(good.cover?.accent?.light ?? '', /^#[0-9a-f]{6}$/);
    const bad = await client.call('getAlbum', { params: { albumId: 'album-bad' } });
    assert.equal(bad.cover, null);
    assert.equal(changes.length, 1);
    assert.deepEqual(await repositories.covers.listUnanalysed(10), []);
  },
);

endpointTest(
  ['getCover', 'ok'],
  'public covers need no account, and proxies may keep them',
  async (server) => {
    const { coverId } = await seedCover(server, await buildPicture());
    const response = await server.fetch(`${server.url}/api/v1/covers/${coverId}?size=160`);
    assert.equal(response.status, 200);
    assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(response.headers.get('cross-origin-resource-policy'), 'cross-origin');
    await response.arrayBuffer();
    const unknown = await server.fetch(`${server.url}/api/v1/covers/${'0'.repeat(32)}`);
    assert.equal(unknown.headers.get('cache-control'), 'no-store');
  },
  { settings: { publicCovers: true } },
);
