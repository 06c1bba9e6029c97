import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import sharp from 'sharp';
import { assertApiError } from '#test/support/assert-api-error.ts';
import { buildWav } from '#test/support/build-wav.ts';
import { openTestBucket, startBucketServer } from '#test/support/open-test-bucket.ts';
import { openS3Gate } from '#test/support/s3-gate.ts';
import { startTestServer } from '#test/support/test-server.ts';
import { buildFlac, buildMp3 } from '#test/scan/build-audio.ts';

/** A server that may use a bucket, behind a gate that can shut. Its cache of covers lies in the bucket too. */
async function openServer(t: TestContext) {
  const service = await startBucketServer();
  const gate = await openS3Gate(service.connection.endpoint ?? '');
  const bucket = await openTestBucket(service);
  const server = await startTestServer({
    settings: {
      s3AccessKey: 'key',
      s3SecretKey: 'secret',
      s3Endpoint: gate.url,
      s3PathStyle: true,
      cache: `${bucket.location}/cache`,
    },
  });
  t.after(async () => {
    await server.stop();
    await gate.stop();
    await bucket.close();
    await service.stop();
  });
  const ada = await server.setUp();
  const { scanService, artworkService } = server.context.services;
  const scan = async () => {
    await scanService.startScan({});
    await scanService.whenIdle();
  };
  return { server, gate, ada, scan, artworkService, store: bucket.openStore(), location: bucket.location };
}

const paint = (background: string) =>
  sharp({ create: { width: 300, height: 300, channels: 3, background } })
    .jpeg()
    .toBuffer();

test('a library in a bucket is added, listed, played, shown, and follows what happens in the bucket', async (t) => {
  const { server, ada, scan, store, location } = await openServer(t);
  const at = (path: string) => `${location}/music/${path}`;
  const song = buildMp3({ seed: 1, frames: 900, tags: { TIT2: 'One', TPE1: 'Band', TALB: 'Record' } });
  await store.writeFile(at('Band/Record/01.mp3'), song);
  await store.writeFile(
    at('Band/Record/02.flac'),
    buildFlac({ seed: 2, tags: { TITLE: 'Two', ARTIST: 'Band', ALBUM: 'Record' } }),
  );
  await store.writeFile(at('Band/Record/cover.jpg'), await paint('#c03030'));
  await store.writeFile(
    at('Solo/three.mp3'),
    buildMp3({ seed: 3, tags: { TIT2: 'Three' }, picture: await paint('#3030c0') }),
  );

  const browsed = await ada.client.call('browseServerFolders', { query: { path: `${location}/music` } });
  assert.deepEqual(
    browsed.folders.map(({ name }) => name),
    ['Band', 'Solo'],
  );
  const library = await ada.client.call('createLibrary', { body: { path: `${location}/music/` } });
  assert.deepEqual([library.name, library.path, library.isReachable], ['music', `${location}/music`, true]);
  await server.context.services.scanService.whenIdle();
  const listTitles = async () => (await ada.client.call('listTracks')).items.map(({ title }) => title).sort();
  assert.deepEqual(await listTitles(), ['One', 'Three', 'Two']);

  const { items } = await ada.client.call('listTracks');
  const [one, two, three] = ['One', 'Two', 'Three'].map((title) => items.find((track) => track.title === title));
  assert.ok(one && two && three);
  const authorization = `Bearer ${ada.session.accessToken}`;
  const range = await server.fetch(`${server.url}/api/v1/stream/${one.id}`, {
    headers: { authorization, range: 'bytes=100-199' },
  });
  assert.equal(range.status, 206);
  assert.ok(Buffer.from(await range.arrayBuffer()).equals(song.subarray(100, 200)));
  // One beside the music, one inside of it; both are kept resized in the bucket.
  for (const track of [one, three]) {
    const cover = await server.fetch(`${server.url}/api/v1/covers/${track.cover?.id}?size=96`, {
      headers: { authorization, accept: 'image/webp' },
    });
    assert.equal(cover.status, 200);
    assert.equal((await sharp(Buffer.from(await cover.arrayBuffer())).metadata()).width, 96);
  }
  const kept = await store.listFiles(`${location}/cache/covers`, { limit: 100, isDeep: true });
  assert.equal(kept.files.filter(({ location: path }) => path.endsWith('-96.webp')).length, 2);

  await store.writeFile(at('Band/Record/01.mp3'), buildMp3({ seed: 1, frames: 900, tags: { TIT2: 'One again' } }));
  await store.moveFile(at('Band/Record/02.flac'), at('Band/Moved/02.flac'));
  await store.deleteFile(at('Solo/three.mp3'));
  await scan();
  assert.deepEqual(await listTitles(), ['One again', 'Two']);
  const after = (await ada.client.call('listTracks')).items;
  assert.equal(after.find(({ title }) => title === 'One again')?.id, one.id);
  assert.equal(after.find(({ title }) => title === 'Two')?.id, two.id);
});

test('a bucket that is away keeps its music, and everything else goes on', async (t) => {
  const { server, gate, ada, scan, store, location } = await openServer(t);
  await store.writeFile(`${location}/a.mp3`, buildMp3({ tags: { TIT2: 'Far' } }));
  const folder = await mkdtemp(join(tmpdir(), 'jetstream-near-'));
  t.after(() => rm(folder, { recursive: true }));
  await ada.client.call('createLibrary', { body: { path: location } });
  await ada.client.call('createLibrary', { body: { path: folder } });
  await server.context.services.scanService.whenIdle();

  gate.shut();
  await writeFile(join(folder, 'near.wav'), buildWav());
  await scan();
  const [last] = (await ada.client.call('listScans')).items;
  assert.equal(last?.state, 'failed');
  assert.match(last?.error ?? '', /^s3:\/\//);
  const { items } = await ada.client.call('listTracks');
  assert.equal(items.length, 2);
  const near = items.find(({ title }) => title !== 'Far');
  const authorization = `Bearer ${ada.session.accessToken}`;
  const played = await server.fetch(`${server.url}/api/v1/stream/${near?.id}`, { headers: { authorization } });
  assert.equal(played.status, 200);
  await played.arrayBuffer();
  const libraries = (await ada.client.call('listLibraries')).items;
  assert.deepEqual(
    libraries.map(({ path, isReachable }) => [path, isReachable]).sort(),
    [
      [folder, true],
      [location, false],
    ].sort(),
  );
});

test('what is no bucket to read is refused with the reason', async (t) => {
  const { ada, gate, location } = await openServer(t);
  const add = (path: string) => ada.client.call('createLibrary', { body: { path } });
  for (const path of ['s3://', 's3://No_Bucket', `${location}-not-there`]) {
    const error = await assertApiError(add(path), 'validation');
    assert.match(error.fields[0]?.message ?? '', /bucket/, path);
  }
  await add(`${location}/music`);
  await assertApiError(add(`${location}/music/jazz`), 'conflict');
  gate.shut();
  await assertApiError(add(`${location}/other`), 'unavailable');
});
