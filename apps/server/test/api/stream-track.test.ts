import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readdir, readlink, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import type { TrackId } from '#models/ids.ts';
import { addTracks, buildLibrary, LIBRARY_ID } from '#test/support/build-catalogue.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import type { TestServer } from '#test/support/test-server.ts';

const SIZE = 10_000;
const content = Buffer.from(Uint8Array.from({ length: SIZE }, (_, n) => (n * 31) % 251));
const MODIFIED = new Date('2026-01-02T03:04:05.678Z');
const TRACK_ID = 'streamed' as TrackId;

interface Stream {
  path: string;
  authorization: string;
  ask(headers?: Record<string, string>, method?: string): Promise<Response>;
}

/** A server with one track whose file is there, and a listener who may hear it. */
async function seedStream(server: TestServer, path = 'Björk/♪ "one".opus', trackId = TRACK_ID): Promise<Stream> {
  const { repositories } = server.context.store;
  const libraryPath = join(server.context.config.dataDirectory, 'music');
  const file = join(libraryPath, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
  await utimes(file, MODIFIED, MODIFIED);
  await repositories.libraries.saveLibrary(buildLibrary({ path: libraryPath }));
  const [track] = await addTracks(repositories, [{ id: trackId, path }]);
  assert.ok(track);
  const format = { ...track.format, container: 'Ogg', codec: 'opus', mimeType: 'audio/ogg' };
  await repositories.tracks.saveTracks([{ track: { ...track, format }, lyrics: null }]);
  const { session } = await server.setUp();
  const authorization = `Bearer ${session.accessToken}`;
  const ask = (headers: Record<string, string> = {}, method = 'GET') =>
    server.fetch(`${server.url}/api/v1/stream/${trackId}`, { method, headers: { authorization, ...headers } });
  return { path: file, authorization, ask };
}

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

endpointTest(
  ['streamTrack', 'ok'],
  'without a range the whole file comes, with all that a player needs',
  async (server) => {
    const { ask } = await seedStream(server);
    const response = await ask();
    assert.equal(response.status, 200);
    assert.ok((await bytesOf(response)).equals(content));
    const header = (name: string) => response.headers.get(name);
    assert.equal(header('content-type'), 'audio/ogg; codecs=opus');
    assert.equal(header('content-length'), String(SIZE));
    assert.equal(header('accept-ranges'), 'bytes');
    assert.match(header('etag') ?? '', /^"[^"]+"$/);
    assert.equal(header('last-modified'), 'Fri, 02 Jan 2026 03:04:05 GMT');
    assert.match(header('cache-control') ?? '', /^private, max-age=\d+, no-transform$/);
    assert.equal(header('x-content-type-options'), 'nosniff');
    assert.equal(
      header('content-disposition'),
      `inline; filename="_ _one_.opus"; filename*=UTF-8''%E2%99%AA%20%22one%22.opus`,
    );
  },
);

const ranges: [header: string, status: number, start: number, end: number][] = [
  ['bytes=0-0', 206, 0, 0],
  ['bytes=0-499', 206, 0, 499],
  ['bytes=500-', 206, 500, 9999],
  ['bytes=-500', 206, 9500, 9999],
  ['bytes=9999-', 206, 9999, 9999],
  ['bytes=0-99999', 206, 0, 9999],
  ['bytes=-99999', 206, 0, 9999],
  ['bytes=0-9,10-19', 206, 0, 19],
  ['bytes=0-9,100-109', 200, 0, 9999],
  ['bytes=9-2', 200, 0, 9999],
  ['seconds=0-9', 200, 0, 9999],
];
endpointTest(['streamTrack', 'ok'], 'each kind of range gets its bytes (RFC 9110, section 14)', async (server) => {
  const { ask } = await seedStream(server);
  for (const [range, status, start, end] of ranges) {
    const response = await ask({ range });
    assert.equal(response.status, status, range);
    assert.ok((await bytesOf(response)).equals(content.subarray(start, end + 1)), range);
    assert.equal(response.headers.get('content-range'), status === 206 ? `bytes ${start}-${end}/${SIZE}` : null, range);
  }
});

endpointTest(['streamTrack', 'range-unsatisfiable'], 'a range beyond the end is told the length', async (server) => {
  const { ask } = await seedStream(server);
  for (const range of ['bytes=10000-', 'bytes=20000-30000', 'bytes=-0']) {
    const response = await ask({ range });
    assert.equal(response.status, 416);
    assert.equal(response.headers.get('content-range'), `bytes */${SIZE}`);
    await response.arrayBuffer();
  }
});

endpointTest(['streamTrack', 'ok'], 'If-Range gives the part of the same file, and all of another', async (server) => {
  const { ask } = await seedStream(server);
  const etag = (await ask({}, 'HEAD')).headers.get('etag') ?? '';
  const statusOf = async (ifRange: string) => {
    const response = await ask({ range: 'bytes=5-9', 'if-range': ifRange });
    await response.arrayBuffer();
    return response.status;
  };
  assert.equal(await statusOf(etag), 206);
  assert.equal(await statusOf('"other"'), 200);
  assert.equal(await statusOf(`W/${etag}`), 200);
  assert.equal(await statusOf('Fri, 02 Jan 2026 03:04:05 GMT'), 206);
  assert.equal(await statusOf('Fri, 02 Jan 2026 03:04:04 GMT'), 200);
});

endpointTest(['streamTrack', 'not-modified'], 'a file that the client has is not sent again', async (server) => {
  const { ask, path } = await seedStream(server);
  const etag = (await ask({}, 'HEAD')).headers.get('etag') ?? '';
  const again = await ask({ 'if-none-match': etag });
  assert.equal(again.status, 304);
  assert.equal(again.headers.get('etag'), etag);
  assert.equal((await ask({ 'if-modified-since': 'Fri, 02 Jan 2026 03:04:05 GMT' })).status, 304);
  await writeFile(path, 'new content');
  const changed = await ask({ 'if-none-match': etag });
  assert.equal(await changed.text(), 'new content');
  assert.notEqual(changed.headers.get('etag'), etag);
});

endpointTest(['streamTrack', 'ok'], 'a condition that does not hold is answered 412', async (server) => {
  const { ask } = await seedStream(server);
  assert.equal((await ask({ 'if-match': '"other"' })).status, 412);
});

endpointTest(['streamTrack', 'ok'], 'HEAD tells the same without the bytes, and knows no ranges', async (server) => {
  const { ask } = await seedStream(server);
  const response = await ask({ range: 'bytes=0-4' }, 'HEAD');
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-length'), String(SIZE));
  assert.equal((await response.arrayBuffer()).byteLength, 0);
});

endpointTest(['streamTrack', 'ok'], 'an empty file is empty, and has no first byte', async (server) => {
  const { ask, path } = await seedStream(server);
  await writeFile(path, '');
  const whole = await ask();
  assert.equal(whole.status, 200);
  assert.equal((await whole.arrayBuffer()).byteLength, 0);
  const part = await ask({ range: 'bytes=0-' });
  assert.equal(part.status, 416);
  assert.equal(part.headers.get('content-range'), 'bytes */0');
});

endpointTest(
  ['streamTrack', 'media-missing'],
  'a file that has gone is told from a song that never was',
  async (server) => {
    const { ask, path } = await seedStream(server);
    await (await ask()).arrayBuffer();
    await rm(path);
    const response = await ask();
    assert.equal(response.status, 410);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    await writeFile(path, 'back');
    assert.equal(await (await ask()).text(), 'back');
  },
);

endpointTest(['streamTrack', 'ok'], 'a file that moved is found as soon as the catalogue knows', async (server) => {
  const { ask, path } = await seedStream(server);
  await (await ask()).arrayBuffer();
  await rm(path);
  await writeFile(join(dirname(dirname(path)), 'moved.opus'), 'moved');
  await addTracks(server.context.store.repositories, [{ id: TRACK_ID, path: 'moved.opus' }]);
  assert.equal(await (await ask()).text(), 'moved');
});

endpointTest(['streamTrack', 'media-missing'], 'nothing outside of a library is served', async (server) => {
  const { ask, path } = await seedStream(server);
  await writeFile(join(dirname(path), '..', '..', 'secret.txt'), 'secret');
  await addTracks(server.context.store.repositories, [{ id: TRACK_ID, path: '../secret.txt' }]);
  const response = await ask();
  assert.equal(response.status, 410);
  assert.doesNotMatch(await response.text(), /secret\.txt|music/);
});

endpointTest(['streamTrack', 'media-missing'], 'a removed library serves nothing', async (server) => {
  const { ask } = await seedStream(server);
  const library = buildLibrary({ path: join(server.context.config.dataDirectory, 'music'), removedAtMs: 1 });
  await server.context.store.repositories.libraries.saveLibrary(library);
  assert.equal((await server.context.store.repositories.libraries.findLibrary(LIBRARY_ID))?.removedAtMs, 1);
  assert.equal((await ask()).status, 410);
});

endpointTest(['streamTrack', 'not-found'], 'an unknown song is not found', async (server) => {
  const { session } = await server.setUp();
  const headers = { authorization: `Bearer ${session.accessToken}` };
  assert.equal((await server.fetch(`${server.url}/api/v1/stream/nothing`, { headers })).status, 404);
  assert.equal((await server.fetch(`${server.url}/api/v1/stream/..%2F..%2Fetc%2Fpasswd`, { headers })).status, 400);
});

endpointTest(['streamTrack', 'unauthenticated'], 'nobody listens without a token', async (server) => {
  await seedStream(server);
  assert.equal((await server.fetch(`${server.url}/api/v1/stream/${TRACK_ID}`)).status, 401);
  assert.equal((await server.fetch(`${server.url}/api/v1/stream/${TRACK_ID}?token=made-up`)).status, 401);
});

const BEHIND_NGINX = { settings: { mediaDelivery: 'nginx', trustProxy: ['127.0.0.1'] } };
endpointTest(
  ['streamTrack', 'ok'],
  'behind NGINX the bytes are handed over, with all that a player needs to know of them',
  async (server) => {
    const { ask, path } = await seedStream(server, 'Björk/100% "one"? #1.opus');
    const response = await ask({ range: 'bytes=0-9' });
    assert.equal(response.status, 200);
    assert.equal(
      response.headers.get('x-accel-redirect'),
      `/_media${path.split('/').map(encodeURIComponent).join('/')}`,
    );
    assert.equal(response.headers.get('content-type'), 'audio/ogg; codecs=opus');
    assert.match(response.headers.get('etag') ?? '', /^"[^"]+"$/);
    assert.match(response.headers.get('cache-control') ?? '', /^private, max-age=\d+, no-transform$/);
    assert.equal((await bytesOf(response)).length, 0);
    // What carries no bytes is answered here.
    assert.equal((await ask({ range: 'bytes=10000-' })).status, 416);
    assert.equal((await ask({ 'if-none-match': response.headers.get('etag') ?? '' })).status, 304);
    assert.equal((await ask({}, 'HEAD')).headers.get('x-accel-redirect'), null);
  },
  BEHIND_NGINX,
);

endpointTest(
  ['streamTrack', 'ok'],
  'who did not come through NGINX gets the bytes, and does not learn where the file lies',
  async (server) => {
    const { ask } = await seedStream(server);
    const response = await ask({ 'x-forwarded-for': '192.0.2.1' });
    assert.equal(response.headers.get('x-accel-redirect'), null);
    assert.ok((await bytesOf(response)).equals(content));
  },
  { settings: { mediaDelivery: 'nginx', trustProxy: ['192.0.2.1'] } },
);

/** How many descriptors of this process, which is the server's too, show the file. */
async function countOpen(path: string): Promise<number> {
  const names = await readdir('/proc/self/fd');
  const targets = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')));
  return targets.filter((target) => target === path).length;
}

if (process.platform === 'linux')
  endpointTest(['streamTrack', 'ok'], 'clients that go away leave no file open', async (server) => {
    const { ask, path, authorization } = await seedStream(server);
    await truncate(path, 64 * 1024 * 1024);
    const { port } = new URL(server.url);
    for (let client = 0; client < 30; client++) {
      const socket = connect(Number(port), '127.0.0.1').on('error', () => {});
      socket.write(`GET /api/v1/stream/${TRACK_ID} HTTP/1.1\r\nHost: x\r\nAuthorization: ${authorization}\r\n\r\n`);
      if (client % 3 > 0) await once(socket, 'data');
      socket.destroy();
    }
    // The kernel tells the server in its own time.
    while ((await countOpen(path)) > 0) await new Promise((resolve) => setImmediate(resolve));
    assert.equal((await (await ask({ range: 'bytes=0-9' })).arrayBuffer()).byteLength, 10);
  });
