import assert from 'node:assert/strict';
import { get } from 'node:http';
import { test, type TestContext } from 'node:test';
import type { TrackId } from '#models/ids.ts';
import { addTracks, buildLibrary, buildTrack } from '#test/support/build-catalogue.ts';
import { buildWav } from '#test/support/build-wav.ts';
import { openTestBucket, startBucketServer, type TestBucket } from '#test/support/open-test-bucket.ts';
import { openS3Gate, type S3Gate } from '#test/support/s3-gate.ts';
import { askOne, WAV } from '#test/support/seed-playback.ts';
import { type SignedIn, startTestServer, type TestServer } from '#test/support/test-server.ts';
import { buildNoise } from '#test/scan/build-audio.ts';

const TRACK_ID = 'streamed' as TrackId;
const content = buildNoise(7, 3_000_000);

interface Stream {
  server: TestServer;
  owner: SignedIn;
  bucket: TestBucket;
  gate: S3Gate;
  url: string;
  authorization: string;
  ask(headers?: Record<string, string>, method?: string): Promise<Response>;
}

/** A server whose only track lies in a bucket, behind a gate that can shut. */
async function openStream(
  t: TestContext,
  written: Record<string, unknown> = {},
  sound: Buffer = content,
): Promise<Stream> {
  const service = await startBucketServer();
  const gate = await openS3Gate(service.connection.endpoint ?? '');
  const bucket = await openTestBucket(service);
  await bucket.openStore().writeFile(`${bucket.location}/music/Björk/a+b "1".opus`, sound);
  const server = await startTestServer({
    settings: { s3AccessKey: 'key', s3SecretKey: 'secret', s3Endpoint: gate.url, s3PathStyle: true, ...written },
  });
  t.after(async () => {
    await server.stop();
    await gate.stop();
    await bucket.close();
    await service.stop();
  });
  const { repositories } = server.context.store;
  await repositories.libraries.saveLibrary(buildLibrary({ path: `${bucket.location}/music` }));
  await addTracks(repositories, [{ id: TRACK_ID, path: 'Björk/a+b "1".opus' }]);
  const owner = await server.setUp();
  const authorization = `Bearer ${owner.session.accessToken}`;
  const url = `${server.url}/api/v1/stream/${TRACK_ID}`;
  const ask = (headers: Record<string, string> = {}, method = 'GET') =>
    server.fetch(url, { method, headers: { authorization, ...headers }, redirect: 'manual' });
  return { server, owner, bucket, gate, url, authorization, ask };
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

test('a track in a bucket is streamed whole and in ranges, by one request to the bucket for each', async (t) => {
  const { ask, gate } = await openStream(t);
  const whole = await ask();
  assert.equal(whole.status, 200);
  assert.ok((await bytesOf(whole)).equals(content));
  gate.reset();
  const part = await ask({ range: 'bytes=1000000-2599999' });
  assert.equal(part.status, 206);
  assert.equal(part.headers.get('content-range'), `bytes 1000000-2599999/${content.length}`);
  assert.ok((await bytesOf(part)).equals(content.subarray(1_000_000, 2_600_000)));
  assert.deepEqual(gate.reads, { requests: 1, bytes: 1_600_000 });
  assert.equal((await ask({ range: `bytes=${content.length}-` })).status, 416);
});

test('conditions hold as for files of the disk', async (t) => {
  const { ask, bucket, server } = await openStream(t);
  const head = await ask({}, 'HEAD');
  const etag = head.headers.get('etag') ?? '';
  assert.deepEqual([head.status, head.headers.get('content-length')], [200, String(content.length)]);
  assert.equal((await ask({ 'if-none-match': etag })).status, 304);
  assert.equal((await ask({ 'if-match': '"other"' })).status, 412);
  assert.equal((await ask({ 'if-range': etag, range: 'bytes=0-9' })).status, 206);
  await bucket.openStore().writeFile(`${bucket.location}/music/Björk/a+b "1".opus`, Buffer.from('shorter'));
  server.clock.advance(10_000);
  const replaced = await ask({ 'if-range': etag, range: 'bytes=0-9' });
  assert.equal(replaced.status, 200);
  assert.equal((await bytesOf(replaced)).toString(), 'shorter');
});

test('a listener who goes ends the transfer from the bucket', async (t) => {
  // More than all the buffers on the way hold.
  const long = Buffer.alloc(60_000_000, 1);
  const { url, authorization, gate } = await openStream(t, {}, long);
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const request = get(url, { headers: { authorization } }, (response) => {
    response.once('data', () => request.destroy());
    response.once('close', resolve);
  });
  request.once('error', (error) => ('code' in error && error.code === 'ECONNRESET' ? resolve() : reject(error)));
  await promise;
  assert.ok(gate.reads.bytes < long.length, `${gate.reads.bytes} bytes were fetched`);
});

test('while the bucket is away a stream is refused for the moment, and comes back with it', async (t) => {
  const { ask, gate, server } = await openStream(t);
  gate.shut();
  const refused = await ask({ range: 'bytes=0-9' });
  assert.equal(refused.status, 503);
  assert.equal(((await refused.json()) as { code: string }).code, 'unavailable');
  assert.ok(Number(refused.headers.get('retry-after')) >= 1);
  assert.ok(!server.log.some((line) => line.includes('"secret"')));
  gate.reopen();
  const response = await ask({ range: 'bytes=0-9' });
  assert.equal(response.status, 206);
});

test('a transfer that breaks off goes on where it was', async (t) => {
  const { ask, gate } = await openStream(t);
  const response = await ask();
  const reader = response.body?.getReader();
  const first = (await reader?.read())?.value ?? new Uint8Array(0);
  gate.shut();
  gate.reopen();
  const rest: Uint8Array[] = [first];
  for (let piece = await reader?.read(); piece?.done === false; piece = await reader?.read()) rest.push(piece.value);
  assert.ok(Buffer.concat(rest).equals(content));
});

test('with direct play a player is sent to the bucket by an address that stays the same for a while', async (t) => {
  const { ask, server, gate } = await openStream(t, { s3DirectPlay: true });
  const response = await ask({ range: 'bytes=0-9' });
  assert.equal(response.status, 302);
  assert.match(response.headers.get('cache-control') ?? '', /^private, max-age=\d+$/);
  const address = response.headers.get('location') ?? '';
  server.clock.advance(60_000);
  assert.equal((await ask()).headers.get('location'), address);
  assert.match(new URL(address).searchParams.get('response-content-type') ?? '', /^audio\//);
  const played = await fetch(address, { headers: { range: 'bytes=5-9' } });
  assert.equal(played.status, 206);
  assert.ok((await bytesOf(played)).equals(content.subarray(5, 10)));
  // Signed for GET alone.
  assert.equal((await ask({}, 'HEAD')).status, 200);
  const policy = (await fetch(server.url)).headers.get('content-security-policy') ?? '';
  assert.ok(policy.includes(`media-src 'self' blob: ${gate.url}`), policy);
});

test('with direct play an address of a former version leads nowhere', async (t) => {
  const { server, bucket, owner } = await openStream(t, { s3DirectPlay: true });
  const place = `${bucket.location}/music/silence.wav`;
  await bucket.openStore().writeFile(place, buildWav());
  const track = { id: 'silence' as TrackId, path: 'silence.wav' };
  await addTracks(server.context.store.repositories, [{ ...track, format: { ...buildTrack(track).format, ...WAV } }]);
  const { file } = await askOne(owner, 'silence', { segments: [], files: ['audio/wav'] });
  const url = new URL(file?.url ?? '', server.url).href;
  assert.equal((await server.fetch(url, { redirect: 'manual' })).status, 302);
  await bucket.openStore().writeFile(place, buildWav(1600));
  server.clock.advance(60_000);
  assert.equal((await server.fetch(url, { redirect: 'manual' })).status, 410);
});
