import assert from 'node:assert/strict';
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createLogger } from '#observability/logger.ts';
import { Metrics } from '#observability/metrics.ts';
import { openEmbeddedDataPlane } from '#server/compose/embedded-data-plane.ts';
import { buildUpload } from '#test/support/build-upload.ts';
import { buildWav } from '#test/support/build-wav.ts';
import { openTestBucket, startBucketServer } from '#test/support/open-test-bucket.ts';
import { openS3Gate } from '#test/support/s3-gate.ts';
import { TestClock } from '#test/support/test-clock.ts';
import { startTestServer, testConfig, type SignedIn, type TestServerOptions } from '#test/support/test-server.ts';
import { createTus, idOf, locationOf, sha256, whenTakenIn } from '#test/support/tus.ts';
import type { UploadId, UserId } from '#models/ids.ts';

/** Longer than one part of a bucket's upload. */
const LONG_SAMPLES = 5_000_000;
const song = (sampleCount = 800) => new Uint8Array(buildWav(sampleCount));

/** A server whose uploads go to a bucket behind a gate that can shut. */
async function openServer(t: TestContext, more: TestServerOptions = {}) {
  const service = await startBucketServer();
  const gate = await openS3Gate(service.connection.endpoint ?? '');
  const bucket = await openTestBucket(service);
  const dataDirectory = await mkdtemp(join(tmpdir(), 'jetstream-bucket-'));
  const server = await startTestServer({
    dataDirectory,
    ...more,
    settings: {
      s3AccessKey: 'key',
      s3SecretKey: 'secret',
      s3Endpoint: gate.url,
      s3PathStyle: true,
      uploads: `${bucket.location}/sent/`,
      uploadParts: join(dataDirectory, 'incoming'),
      ...more.settings,
    },
  });
  t.after(async () => {
    await server.stop();
    await gate.stop();
    await bucket.close();
    await service.stop();
    await rm(dataDirectory, { recursive: true });
  });
  const ada = await server.setUp();
  const store = bucket.openStore();
  const listPaths = async () => {
    const { files } = await store.listFiles(`${bucket.location}/sent`, { limit: 100, isDeep: true });
    return files.map(({ location }) => location.slice(`${bucket.location}/sent/`.length)).sort();
  };
  const { partsDirectory } = server.context.config.uploads;
  return { server, gate, ada, store, location: `${bucket.location}/sent`, listPaths, partsDirectory };
}

const getUpload = async ({ client }: SignedIn, location: string) =>
  client.call('getUpload', { params: { uploadId: idOf(location) } });

test('a file that is sent in pieces is written to the bucket in parts, scanned there, played and taken back', async (t) => {
  const { server, ada, store, location, listPaths, partsDirectory } = await openServer(t);
  const tus = createTus(server, ada);
  const bytes = song(LONG_SAMPLES);
  const sent = locationOf(
    await tus.create(bytes.length, { filename: 'Long.wav', relativePath: 'Band/Live/Long.wav', sha256: sha256(bytes) }),
  );
  assert.equal((await tus.send(sent, 0, bytes.subarray(0, 3_000_000))).status, 204);
  assert.deepEqual(await listPaths(), [], 'nothing half is seen');
  assert.equal((await tus.send(sent, 3_000_000, bytes.subarray(3_000_000))).status, 204);
  await whenTakenIn(server);
  const done = await getUpload(ada, sent);
  assert.deepEqual([done.state, done.rejection, done.track?.title], ['done', null, 'Long']);
  assert.deepEqual(await listPaths(), ['Band/Live/Long.wav']);
  assert.equal(sha256(await store.readFile(`${location}/Band/Live/Long.wav`, 1e9)), sha256(bytes));
  assert.deepEqual(await readdir(partsDirectory), []);
  const [library] = (await ada.client.call('listLibraries')).items;
  assert.deepEqual([library?.name, library?.path, library?.isManaged], ['Uploads', location, true]);
  const played = await server.fetch(`${server.url}/api/v1/stream/${done.track?.id}`, {
    headers: { authorization: `Bearer ${ada.session.accessToken}`, range: 'bytes=9000000-9000099' },
  });
  assert.deepEqual(new Uint8Array(await played.arrayBuffer()), bytes.subarray(9_000_000, 9_000_100));

  const other = await tus.create(song().length, { filename: 'long.wav', relativePath: 'band/live/long.wav' }, song());
  await whenTakenIn(server);
  assert.equal((await getUpload(ada, locationOf(other))).state, 'done');
  assert.deepEqual(await listPaths(), ['Band/Live/Long.wav', 'Band/Live/long (2).wav']);
  await ada.client.call('deleteUpload', { params: { uploadId: done.id } });
  await whenTakenIn(server);
  assert.deepEqual(await listPaths(), ['Band/Live/long (2).wav']);
  assert.equal((await ada.client.call('listTracks')).total, 1);
});

test('while the bucket is away files are received, and they are taken in when it is back', async (t) => {
  const { server, gate, ada, listPaths } = await openServer(t);
  const tus = createTus(server, ada);
  assert.equal((await tus.create(song().length, {}, song())).status, 201);
  await whenTakenIn(server);
  gate.shut();
  const waiting = await tus.create(song(900).length, { filename: 'Later.wav' }, song(900));
  assert.equal(waiting.status, 201);
  await server.context.services.uploadIntake.whenIdle();
  assert.equal((await getUpload(ada, locationOf(waiting))).state, 'checking');
  gate.reopen();
  await assert.doesNotReject(async () => {
    for (let tries = 0; (await getUpload(ada, locationOf(waiting))).state !== 'done'; tries++) {
      assert.ok(tries < 50, 'it was not taken in');
      await server.context.services.uploadIntake.resume();
      await whenTakenIn(server);
    }
  });
  assert.deepEqual(await listPaths(), ['Later.wav', 'song.wav']);
});

test('a server that was killed after it had written a file finishes, with the file where it is', async (t) => {
  const { server, ada, store, location, listPaths, partsDirectory } = await openServer(t);
  await createTus(server, ada).create(song().length, {}, song());
  await whenTakenIn(server);
  const bytes = song(900);
  const upload = buildUpload({
    id: 'left-over' as UploadId,
    userId: ada.session.user.id as UserId,
    fileName: 'Two.wav',
    sizeBytes: bytes.length,
    state: 'checking',
    storedPath: 'Two.wav',
  });
  const { repositories } = server.context.store;
  await repositories.uploads.createUpload(upload, 1e9);
  await store.writeFile(`${location}/Two.wav`, bytes);
  await writeFile(join(partsDirectory, upload.id), bytes);
  await server.context.services.uploadIntake.resume();
  await whenTakenIn(server);
  assert.equal((await ada.client.call('getUpload', { params: { uploadId: upload.id } })).track?.title, 'Two');
  assert.deepEqual(await listPaths(), ['Two.wav', 'song.wav']);
  assert.deepEqual(await readdir(partsDirectory), []);
});

test('what gathers with another server is left to it', async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'jetstream-plane-'));
  // They name the servers between which parts are not shared; the test keeps everything in one file all the same.
  const urls = { mongodbUrl: 'mongodb://db/a', postgresUrl: 'postgres://db/a', redisUrl: 'redis://db' };
  const settings = { ...urls, uploadParts: '' };
  const dataPlane = await openEmbeddedDataPlane({
    config: testConfig({}, directory),
    logger: createLogger({ level: 'silent', format: 'json', write: () => undefined }),
    metrics: new Metrics({ collectsProcess: false }),
    clock: new TestClock(),
    store: { kind: 'embedded', directory },
  });
  t.after(() => rm(directory, { recursive: true }));
  const { server, ada, partsDirectory } = await openServer(t, { settings, dataPlane });
  const tus = createTus(server, ada);
  const bytes = song();
  const sent = locationOf(await tus.create(bytes.length));
  await tus.send(sent, 0, bytes.subarray(0, 500));
  const [part, elsewhere] = [join(partsDirectory, idOf(sent)), join(directory, 'part')];
  await rename(part, elsewhere);
  const refused = await tus.send(sent, 500, bytes.subarray(500));
  assert.deepEqual([refused.status, ((await refused.json()) as { code: string }).code], [503, 'unavailable']);
  assert.ok(refused.headers.has('retry-after'));
  assert.equal((await tus.head(sent)).status, 503);

  const { uploads } = server.context.store.repositories;
  const upload = await uploads.findUpload(idOf(sent) as UploadId);
  assert.ok(upload);
  await uploads.updateUpload({ ...upload, state: 'checking' }, 'receiving');
  const { uploadIntake } = server.context.services;
  await uploadIntake.resume();
  await whenTakenIn(server);
  assert.equal((await getUpload(ada, sent)).state, 'checking');
  server.clock.advance(8 * 24 * 60 * 60 * 1000);
  await uploadIntake.resume();
  await whenTakenIn(server);
  const later = await server.signIn('ada');
  assert.deepEqual([(await getUpload(later, sent)).rejection], ['lost']);
});
