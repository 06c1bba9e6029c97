import assert from 'node:assert/strict';
import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import type { PlaybackClient } from '@jetstream/api-contract';
import type { TrackId } from '#models/ids.ts';
import { addTracks, buildLibrary } from '#test/support/build-catalogue.ts';
import { askRaw, nginxTest, openFront, openPair, type RawAnswer } from '#test/support/nginx-front.ts';
import { askOne, FLAC, seedSounds, WAV } from '#test/support/seed-playback.ts';
import { startTestServer } from '#test/support/test-server.ts';

const SIZE = 700_000;
const content = Buffer.from(Uint8Array.from({ length: SIZE }, (_, n) => (n * 31 + (n >> 9)) % 251));
const FOR_EVER = 'public, max-age=31536000, immutable, no-transform';
const MODIFIED = new Date('2026-01-02T03:04:05.678Z');
const NAMES = [
  'plain.opus',
  'Björk/♪ "one" & two; {3}.opus',
  '100% why? #1 +1.opus',
  'percent %41 %2e%2e %.opus',
  ' spaces  and \t tab \\ back.opus',
  'line\nend.opus',
  '..dots/...x..opus',
  "$host `x` 'y' ~.opus",
];

/** The same files from Node itself and by NGINX, for the same listener. */
async function openBoth(context: TestContext) {
  const settings = { trustProxy: ['127.0.0.1'], allowedOrigins: ['https://app.example.org'] };
  const server = await startTestServer({ settings: { ...settings, mediaDelivery: 'nginx' } });
  const { dataDirectory } = server.context.config;
  const node = await startTestServer({ settings, dataDirectory });
  context.after(async () => {
    await node.stop();
    await server.stop();
  });
  const { repositories } = server.context.store;
  const libraryPath = join(dataDirectory, 'my "music" & more');
  await repositories.libraries.saveLibrary(buildLibrary({ path: libraryPath }));
  const ids = NAMES.map((_, index) => `track${index}` as TrackId);
  for (const name of [...NAMES, 'empty.opus']) {
    const file = join(libraryPath, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, name === 'empty.opus' ? '' : content);
    await utimes(file, MODIFIED, MODIFIED);
  }
  const wishes = [...NAMES, 'empty.opus'].map((path, index) => ({ id: ids[index] ?? ('empty' as TrackId), path }));
  await addTracks(repositories, wishes);
  const nginx = await openFront(context, [new URL(server.url).host], { mediaRoots: [libraryPath] });
  const { session } = await server.setUp();
  const authorization = `Bearer ${session.accessToken}`;
  const ask =
    (base: string) =>
    (id: string, headers: Record<string, string> = {}, method?: string) =>
      askRaw(`${base}/api/v1/stream/${id}`, { headers: { authorization, ...headers }, ...(method && { method }) });
  return { ids, libraryPath, nginx, byNode: ask(node.url), byNginx: ask(nginx.url) };
}

/** What belongs to the connection or to this one answer. */
const PASSING = new Set(['date', 'server', 'connection', 'keep-alive', 'x-request-id', 'transfer-encoding']);

function toComparable({ status, headers, body }: RawAnswer) {
  const isProblem = headers['content-type']?.startsWith('application/problem+json') ?? false;
  const kept = Object.entries(headers).filter(([name]) => !PASSING.has(name));
  const text = isProblem ? body.toString().replace(/"requestId":"[^"]+"/, '') : body.toString('base64');
  // A problem names its request, whose id differs in length.
  const comparable = kept.filter(([name]) => !isProblem || name !== 'content-length');
  return { status, headers: Object.fromEntries(comparable.toSorted()), body: text };
}

nginxTest('NGINX answers for music byte for byte and header for header as Node does', async (context) => {
  const { ids, byNode, byNginx } = await openBoth(context);
  const etag = (await byNode(ids[0] ?? '')).headers.etag ?? '';
  const modified = 'Fri, 02 Jan 2026 03:04:05 GMT';
  const ranges = ['0-0', '0-499', '500-', '-500', `${SIZE - 1}-`, `0-${SIZE * 2}`, `-${SIZE * 2}`, '0-', '1000-300000']
    .concat('0-9,10-19', '0-9,100-109', '9-2', `${SIZE}-`, '-0', '0-99999999999999999999')
    .map((range) => `bytes=${range}`);
  const requests: [headers: Record<string, string>, method?: string][] = [
    [{}],
    [{ origin: 'https://app.example.org' }],
    [{ 'accept-encoding': 'gzip, br' }],
    ...[...ranges, 'seconds=0-9', 'Bytes=0-9', 'bytes = 0-9', 'nonsense'].map((range): [Record<string, string>] => [
      { range },
    ]),
    ...[etag, '"other"', `W/${etag}`, modified, 'Fri, 02 Jan 2026 03:04:04 GMT', 'nonsense'].map(
      (value): [Record<string, string>] => [{ range: 'bytes=5-9', 'if-range': value }],
    ),
    [{ 'if-none-match': etag }],
    [{ 'if-none-match': `"other", W/${etag}` }],
    [{ 'if-none-match': '"other"' }],
    [{ 'if-none-match': '"other"', 'if-modified-since': modified }],
    [{ 'if-modified-since': modified }],
    [{ 'if-modified-since': 'Fri, 02 Jan 2026 03:04:04 GMT' }],
    [{ 'if-modified-since': 'Sat, 03 Jan 2026 03:04:04 GMT' }],
    [{ 'if-match': etag }],
    [{ 'if-match': '"other"' }],
    [{ 'if-unmodified-since': modified }],
    [{ 'if-unmodified-since': 'Fri, 02 Jan 2026 03:04:04 GMT' }],
    [{}, 'HEAD'],
    [{ range: 'bytes=0-4' }, 'HEAD'],
    [{ 'if-none-match': etag }, 'HEAD'],
    [{}, 'POST'],
  ];
  for (const [headers, method] of requests) {
    const [expected, answer] = await Promise.all([byNode, byNginx].map((ask) => ask(ids[0] ?? '', headers, method)));
    assert.ok(expected && answer);
    assert.deepEqual(toComparable(answer), toComparable(expected), `${method ?? 'GET'} ${JSON.stringify(headers)}`);
  }
  for (const id of [...ids, 'empty', 'unknown'])
    for (const headers of [{}, { range: 'bytes=10-19' }] as Record<string, string>[]) {
      const [expected, answer] = await Promise.all([byNode(id, headers), byNginx(id, headers)]);
      assert.deepEqual(toComparable(answer), toComparable(expected), `${id} ${JSON.stringify(headers)}`);
    }
});

nginxTest('NGINX gives out files of the named folders only, and only when JetStream names them', async (context) => {
  const { ids, libraryPath, nginx, byNginx } = await openBoth(context);
  const inside = `/_media${libraryPath}/plain.opus`.split('/').map(encodeURIComponent).join('/');
  for (const path of [inside, '/_media/etc/passwd', '/api/v1/stream/../../../_media/etc/passwd']) {
    const answer = await askRaw(`${nginx.url}${path}`);
    assert.ok(answer.status === 404 || answer.status === 410, `${path}: ${answer.status}`);
    assert.ok(!answer.body.includes(content.subarray(0, 100)));
  }
  assert.equal((await byNginx(ids[0] ?? '')).status, 200);
  assert.ok((await byNginx(ids[0] ?? '')).headers['x-accel-redirect'] === undefined);
});

nginxTest(
  'a folder that NGINX was not told of is missing for it, with an answer that the app knows',
  async (context) => {
    const { server, trackId } = await openOutside(context);
    const nginx = await openFront(context, [new URL(server.url).host], { mediaRoots: ['/nowhere'] });
    const { session } = await server.setUp();
    const headers = { authorization: `Bearer ${session.accessToken}` };
    const answer = await askRaw(`${nginx.url}/api/v1/stream/${trackId}`, { headers });
    assert.equal(answer.status, 410);
    assert.equal(JSON.parse(answer.body.toString()).code, 'media-missing');
    assert.equal(answer.headers['x-accel-redirect'], undefined);
  },
);

async function openOutside(context: TestContext) {
  const server = await startTestServer({ settings: { trustProxy: ['127.0.0.1'], mediaDelivery: 'nginx' } });
  context.after(() => server.stop());
  const libraryPath = join(server.context.config.dataDirectory, 'music');
  await mkdir(libraryPath, { recursive: true });
  await writeFile(join(libraryPath, 'a.opus'), content);
  await server.context.store.repositories.libraries.saveLibrary(buildLibrary({ path: libraryPath }));
  await addTracks(server.context.store.repositories, [{ id: 'outside' as TrackId, path: 'a.opus' }]);
  return { server, trackId: 'outside' };
}

nginxTest('the log of NGINX names who asked for what, without the query', async (context) => {
  const { ids, nginx } = await openBoth(context);
  await askRaw(`${nginx.url}/api/v1/stream/${ids[0]}?token=very-secret`, { headers: { referer: 'http://x/?token=r' } });
  const log = await readFile(nginx.accessLog, 'utf8');
  assert.match(log, new RegExp(`"GET /api/v1/stream/${ids[0]} HTTP/1.1" 401 `));
  assert.doesNotMatch(log, /secret|token/);
  await rm(nginx.accessLog);
});

nginxTest('parts of music are asked for once, for all listeners and both servers', async (context) => {
  const { servers, nginx } = await openPair(context, {});
  const [one] = servers;
  await seedSounds(one, [{ id: 'song', path: 'song.flac', format: FLAC }]);
  const listener = await one.setUp();
  const playback = await askOne(listener, 'song');
  const [original] = playback.segments?.renditions ?? [];
  assert.ok(original && playback.file);
  const ask = (path: string, headers: Record<string, string> = {}) => askRaw(nginx.url + path, { headers });
  const segment = original.segmentUrl.replace('{n}', '1');
  const [first, second] = [await ask(segment), await ask(segment, { origin: 'https://elsewhere.example' })];
  assert.deepEqual(
    [first, second].map(({ headers }) => headers['x-cache-status']),
    ['MISS', 'HIT'],
  );
  assert.ok(first.status === 200 && second.body.equals(first.body));
  assert.equal(second.headers['access-control-allow-origin'], '*');
  assert.notEqual(second.headers['x-request-id'], first.headers['x-request-id']);
  const part = await ask(segment, { range: 'bytes=10-19' });
  assert.deepEqual([part.status, part.headers['x-cache-status']], [206, 'BYPASS']);
  assert.ok(part.body.equals(first.body.subarray(10, 20)));
  const etag = first.headers.etag ?? '';
  assert.equal((await ask(segment, { 'if-none-match': etag })).status, 304);
  const forged = segment.replace(/-(.)/, (_, sign: string) => (sign === 'A' ? '-B' : '-A'));
  for (const _ of [1, 2]) {
    const refused = await ask(forged);
    assert.equal(refused.status, 401);
  }
  // Whole files and playlists are not put aside.
  for (const path of [playback.file.url, playback.hlsUrl ?? '']) {
    const answer = await ask(path);
    assert.deepEqual([answer.status, answer.headers['x-cache-status']], [200, undefined]);
  }
});

nginxTest('ranges and lengths of segments hold, also of those that NGINX keeps without a length', async (context) => {
  const { servers, nginx } = await openPair(context, {});
  const [one] = servers;
  await seedSounds(one, [{ id: 'song', path: 'song.wav', format: WAV }]);
  const wish: Partial<PlaybackClient> = { segments: [{ container: 'mp4', codec: 'aac' }], files: [] };
  const { segments } = await askOne(await one.setUp(), 'song', wish);
  const url = nginx.url + (segments?.renditions[0]?.segmentUrl.replace('{n}', '1') ?? '');
  const ask = (headers: Record<string, string>, method = 'GET') => askRaw(url, { method, headers });
  const made = await ask({});
  assert.deepEqual([made.status, made.headers['content-length']], [200, undefined]);
  const { body: whole } = made;
  const etag = made.headers.etag ?? '';
  const ranges: [headers: Record<string, string>, status: number, body: Buffer][] = [
    [{ range: 'bytes=10-19' }, 206, whole.subarray(10, 20)],
    [{ range: 'bytes=10-' }, 206, whole.subarray(10)],
    [{ range: 'bytes=-7' }, 206, whole.subarray(-7)],
    [{ range: 'bytes=5-9', 'if-range': etag }, 206, whole.subarray(5, 10)],
    [{ range: 'bytes=5-9', 'if-range': '"other"' }, 200, whole],
    [{ range: `bytes=${whole.length}-` }, 416, Buffer.of()],
  ];
  for (const [headers, status, body] of ranges) {
    const answer = await ask(headers);
    assert.equal(answer.status, status, JSON.stringify(headers));
    if (status !== 416) assert.ok(answer.body.equals(body), JSON.stringify(headers));
    assert.equal((await ask({})).headers['x-cache-status'], 'HIT', 'a part is not kept in its place');
  }
  const head = await ask({}, 'HEAD');
  assert.deepEqual([head.status, Number(head.headers['content-length'])], [200, whole.length]);
  assert.ok((await ask({})).body.equals(whole));
});

/** Answers the requests for one segment in turn, a piece whenever the test says so; an error breaks the answer off. */
async function openPiecewise(context: TestContext) {
  const asked: ServerResponse[] = [];
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'audio/mp4', 'Cache-Control': FOR_EVER, ETag: '"tag"' });
    asked.push(response);
    response.write('first ');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const nginx = await openFront(context, [`127.0.0.1:${(server.address() as AddressInfo).port}`]);
  const url = `${nginx.url}/media/token/track/revision/aac-128/0.m4s`;
  const begin = async () => {
    const [response] = (await once(get(url, { agent: false }), 'response')) as [IncomingMessage];
    const [piece] = (await once(response, 'data')) as [Buffer];
    assert.equal(String(piece), 'first ');
    return response;
  };
  return { url, asked, begin };
}

nginxTest('a segment in the making passes NGINX as it comes, and is kept only when it came whole', async (context) => {
  const { url, asked, begin } = await openPiecewise(context);
  const torn = await begin();
  const broken = once(torn, 'error');
  asked[0]?.destroy();
  await broken;
  assert.equal(torn.complete, false);
  const whole = await begin();
  assert.equal(whole.headers['x-cache-status'], 'MISS');
  const rest = buffer(whole);
  asked[1]?.end('second');
  assert.equal(String(await rest), 'second');
  const kept = await askRaw(url);
  assert.deepEqual([kept.headers['x-cache-status'], String(kept.body)], ['HIT', 'first second']);
  assert.equal(asked.length, 2);
});
