import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestContext } from 'node:test';
import { connect as connectTls, type SecureVersion, type TLSSocket } from 'node:tls';
import { brotliCompressSync, brotliDecompressSync, gzipSync, gunzipSync } from 'node:zlib';
import { problem } from '@jetstream/api-contract';
import { createApiClient } from '@jetstream/api-contract/client';
import sharp from 'sharp';
import { toCoverId } from '#models/catalogue-ids.ts';
import { addCover, buildLibrary } from '#test/support/build-catalogue.ts';
import { EventReader } from '#test/support/event-reader.ts';
import { askRaw, nginxTest, openFront, openPair } from '#test/support/nginx-front.ts';

const PAGE = '<!doctype html><title>JetStream</title>';
const SCRIPT = `console.log(${JSON.stringify('music '.repeat(500))});`;
const SCRIPT_PATH = '/assets/app-1a2b3c4d.js';

async function buildWebApp(context: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'jetstream-web-'));
  context.after(() => rm(folder, { recursive: true, force: true }));
  await mkdir(join(folder, 'assets'), { recursive: true });
  await writeFile(join(folder, 'index.html'), PAGE);
  await writeFile(join(folder, 'manifest.webmanifest'), '{}');
  for (const [suffix, encode] of [
    ['', Buffer.from],
    ['.br', brotliCompressSync],
    ['.gz', gzipSync],
  ] as const)
    await writeFile(join(folder, `${SCRIPT_PATH}${suffix}`), encode(SCRIPT));
  return folder;
}

/** Headers that differ by nature: NGINX makes its own tags of files. */
const OWN = ['date', 'server', 'connection', 'keep-alive', 'x-request-id', 'etag', 'last-modified', 'accept-ranges'];

nginxTest('files of the web app come from NGINX as from JetStream, compressed, and kept for ever', async (context) => {
  const webDirectory = await buildWebApp(context);
  const { servers, nginx } = await openPair(context, { webDirectory, front: { webDirectory } });
  const html = { accept: 'text/html' };
  for (const [path, headers] of [
    ['/', html],
    ['/albums/one', html],
    [SCRIPT_PATH, { 'accept-encoding': 'gzip, br' }],
    [SCRIPT_PATH, { 'accept-encoding': 'gzip' }],
    [SCRIPT_PATH, {}],
    ['/manifest.webmanifest', {}],
    ['/assets/nothing.js', {}],
    ['/nothing.txt', {}],
    ['/.env', html],
  ] as [string, Record<string, string>][]) {
    const [expected, answer] = await Promise.all(
      [servers[0].url, nginx.url].map((url) => askRaw(`${url}${path}`, { headers })),
    );
    assert.ok(expected && answer);
    const comparable = ({ headers: own }: typeof answer) =>
      Object.fromEntries(
        Object.entries(own)
          .filter(([name]) => !OWN.includes(name) && name !== 'vary')
          .toSorted(),
      );
    assert.equal(answer.status, expected.status, path);
    if (answer.status !== 200) continue;
    assert.ok(answer.body.equals(expected.body), path);
    assert.deepEqual(comparable(answer), comparable(expected), path);
  }
  const brotli = await askRaw(`${nginx.url}${SCRIPT_PATH}`, { headers: { 'accept-encoding': 'gzip, br' } });
  assert.equal(brotli.headers['content-encoding'], 'br');
  assert.equal(brotliDecompressSync(brotli.body).toString(), SCRIPT);
  assert.equal(brotli.headers['cache-control'], 'public, max-age=31536000, immutable');
  assert.match(brotli.headers.vary ?? '', /accept-encoding/i);
  const upstreams = (await readFile(nginx.accessLog, 'utf8')).match(/assets\/app.*upstream=\S+/g);
  assert.ok(upstreams?.every((line) => line.endsWith('upstream=-')));
});

nginxTest('an address that lacks its last slash is answered by JetStream, not by a redirect', async (context) => {
  const { servers, nginx } = await openPair(context, {});
  for (const path of ['/api', '/api/v1/stream', '/api/v1/covers', '/media']) {
    const [expected, answer] = await Promise.all([servers[0].url, nginx.url].map((url) => askRaw(`${url}${path}`)));
    assert.ok(expected && answer);
    assert.equal(expected.status, 404, path);
    assert.deepEqual([answer.status, answer.headers.location], [expected.status, undefined], path);
  }
});

nginxTest('text of the API is compressed on its way, and known again by its tag', async (context) => {
  const { nginx } = await openPair(context, {});
  const url = `${nginx.url}/api/v1/openapi.json`;
  const plain = await askRaw(url);
  for (const [encoding, decode] of [
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ] as const) {
    const answer = await askRaw(url, { headers: { 'accept-encoding': encoding } });
    assert.equal(answer.headers['content-encoding'], encoding);
    assert.ok(decode(answer.body).equals(plain.body));
    assert.ok(answer.body.length < plain.body.length / 4);
  }
  const { headers } = await askRaw(`${nginx.url}/api/v1/server`, { headers: { 'accept-encoding': 'gzip' } });
  const again = await askRaw(`${nginx.url}/api/v1/server`, { headers: { 'if-none-match': headers.etag ?? '' } });
  assert.equal(again.status, 304);
});

nginxTest('a public cover is asked for once, for all browsers and both servers', async (context) => {
  const { servers, nginx, dataDirectory } = await openPair(context, {
    settings: { publicCovers: true },
    front: { hasPublicCovers: true },
  });
  const picture = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#c81e3c' } })
    .png()
    .toBuffer();
  await writeFile(join(dataDirectory, 'cover.png'), picture);
  const { repositories } = servers[0].context.store;
  await repositories.libraries.saveLibrary(buildLibrary({ path: dataDirectory }));
  const coverId = toCoverId(picture);
  await addCover(repositories, coverId, 'cover.png');
  const ask = (query: string, accept: string) =>
    askRaw(`${nginx.url}/api/v1/covers/${coverId}${query}`, { headers: { accept } });
  const chrome = 'image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8';
  const firsts = await Promise.all(Array.from({ length: 8 }, () => ask('?size=160', 'image/webp,*/*')));
  assert.equal(firsts.filter(({ headers }) => headers['x-cache-status'] === 'MISS').length, 1);
  for (const [query, accept, type, state] of [
    ['?size=160', 'image/webp,*/*', 'image/webp', 'HIT'],
    ['?size=160&token=old', 'image/webp', 'image/webp', 'HIT'],
    ['?size=320', 'image/webp', 'image/webp', 'MISS'],
    ['?size=160', '*/*', 'image/jpeg', 'MISS'],
    ['?size=160', 'image/avif', 'image/avif', 'MISS'],
    ['?size=160&format=jpeg', 'image/avif', 'image/jpeg', 'MISS'],
    ['?size=160', 'image/webp;q=0.5, image/jpeg', 'image/jpeg', 'MISS'],
  ] as const) {
    const answer = await ask(query, accept);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers['content-type'], type, accept);
    assert.equal(answer.headers['x-cache-status'], state, `${query} ${accept}`);
    assert.equal(answer.headers['cache-control'], 'public, max-age=31536000, immutable');
  }
  assert.equal((await ask('?size=160', chrome)).headers['x-cache-status'], 'HIT');
  await Promise.all(servers.map((server) => server.stop()));
  assert.equal((await ask('?size=160', 'image/webp')).status, 200, 'what is kept is shown while no server is there');
  const lost = await ask('?size=640', 'image/webp');
  assert.equal(lost.status, 503);
  assert.equal(problem.parse(JSON.parse(lost.body.toString())).code, 'unavailable');
  assert.equal(lost.headers['retry-after'], '2');
});

nginxTest('covers that are not public are kept by nobody', async (context) => {
  const { nginx } = await openPair(context, { front: { hasPublicCovers: true } });
  const answers = await Promise.all([1, 2].map(() => askRaw(`${nginx.url}/api/v1/covers/${'0'.repeat(32)}`)));
  assert.deepEqual(
    answers.map(({ status, headers }) => [status, headers['x-cache-status']]),
    [
      [401, undefined],
      [401, undefined],
    ],
  );
});

nginxTest('events arrive one by one', async (context) => {
  const { servers, nginx } = await openPair(context, {});
  const { session } = await servers[0].setUp();
  const baseUrl = nginx.url.replace('localhost', '127.0.0.1');
  const client = createApiClient({ baseUrl, fetch, getAccessToken: () => session.accessToken });
  const events = await EventReader.open(client);
  for (const version of ['1', '2', '3']) {
    for (const {
      context: { events: bus },
    } of servers)
      bus.emit('libraryChanged', { version });
    assert.deepEqual(await events.next(), { type: 'library-changed', version });
  }
  await events.close();
});

nginxTest('TLS 1.2 and 1.3 with HTTP/2, nothing older', async (context) => {
  const { nginx } = await openPair(context, { front: { isHttps: true } });
  const ca = await readFile(nginx.certificate ?? '');
  const shake = async (version: SecureVersion) => {
    const socket: TLSSocket = connectTls({
      host: '127.0.0.1',
      port: nginx.port,
      servername: 'localhost',
      ca,
      minVersion: version,
      maxVersion: version,
      ALPNProtocols: ['h2', 'http/1.1'],
      // Otherwise OpenSSL itself refuses to speak old versions.
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    await once(socket, 'secureConnect');
    const result = [socket.getProtocol(), socket.alpnProtocol];
    socket.destroy();
    return result;
  };
  assert.deepEqual(await shake('TLSv1.3'), ['TLSv1.3', 'h2']);
  assert.deepEqual(await shake('TLSv1.2'), ['TLSv1.2', 'h2']);
  await assert.rejects(shake('TLSv1.1'), { code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' });
  const session = connectHttp2(nginx.url.replace('localhost', '127.0.0.1'), { ca, servername: 'localhost' });
  const stream = session.request({ ':path': '/api/v1/server' });
  const [headers] = (await once(stream, 'response')) as [Record<string, string | number>];
  assert.equal(headers[':status'], 200);
  assert.equal(headers['x-frame-options'], 'DENY');
  assert.equal((JSON.parse(await text(stream)) as { name: string }).name, 'JetStream');
  session.close();
});

/** A server of this test behind NGINX, to see what arrives there. */
async function openOrigin(
  context: TestContext,
  listener: RequestListener,
  { prepare, settings }: { prepare?: (server: Server) => void; settings?: Record<string, string> } = {},
) {
  const server = createServer(listener);
  prepare?.(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return openFront(context, [`127.0.0.1:${port}`], { settings: { EDGE_SIGN_IN_BURST: '2', ...settings } });
}

nginxTest('an upload goes through while it is still being sent; other large bodies are refused', async (context) => {
  const arrivals: string[] = [];
  const arrived = Promise.withResolvers<void>();
  const nginx = await openOrigin(context, async (incoming, response) => {
    incoming.on('data', (chunk: Buffer) => {
      arrivals.push(chunk.toString());
      arrived.resolve();
    });
    await once(incoming, 'end');
    response.end(arrivals.join(''));
  });
  const options = { host: '127.0.0.1', port: nginx.port, method: 'PATCH', path: '/api/v1/uploads/one' };
  const sending = request({ ...options, headers: { 'content-length': 20_000_010 } });
  sending.write('beginning ');
  // The rest is not sent before the server has the beginning.
  await arrived.promise;
  assert.equal(arrivals.join(''), 'beginning ');
  const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
  sending.end(Buffer.alloc(20_000_000, 'x'));
  const [response] = await answered;
  assert.equal((await text(response)).length, 20_000_010);
  const tooLarge = request({ ...options, path: '/api/v1/queue', headers: { 'content-length': 20_000_000 } });
  const refused = once(tooLarge, 'response') as Promise<[IncomingMessage]>;
  tooLarge.on('error', () => undefined).write('x');
  const [refusal] = await refused;
  assert.equal(problem.parse(JSON.parse(await text(refusal))).code, 'too-large');
  tooLarge.destroy();
});

nginxTest('a WebSocket passes through', async (context) => {
  const nginx = await openOrigin(context, (_request, response) => response.end(), {
    prepare: (server) =>
      void server.on('upgrade', (incoming, socket) => {
        socket.write(
          `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ${incoming.headers.upgrade}\r\n\r\n`,
        );
        socket.on('error', () => undefined).pipe(socket);
      }),
  });
  const headers = { connection: 'Upgrade', upgrade: 'websocket' };
  const asking = request({ host: '127.0.0.1', port: nginx.port, path: '/api/v1/live', headers }).end();
  const [, socket] = (await once(asking, 'upgrade')) as [IncomingMessage, TLSSocket];
  socket.write('ping');
  const [echo] = (await once(socket, 'data')) as [Buffer];
  assert.equal(echo.toString(), 'ping');
  socket.destroy();
});

nginxTest('what clients say about their address is not believed, and guessers are slowed down', async (context) => {
  const nginx = await openOrigin(context, (incoming, response) => {
    const { 'x-forwarded-for': address, 'x-forwarded-proto': scheme, 'x-request-id': id, host } = incoming.headers;
    response.end(JSON.stringify({ address, scheme, id, host }));
  });
  const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https', 'x-request-id': 'mine-mine' };
  const seen = JSON.parse((await askRaw(`${nginx.url}/api/v1/me`, { headers })).body.toString()) as Record<
    string,
    string
  >;
  assert.equal(seen['address'], '127.0.0.1');
  assert.equal(seen['scheme'], 'http');
  assert.equal(seen['host'], `127.0.0.1:${nginx.port}`);
  assert.match(seen['id'] ?? '', /^[0-9a-f]{32}$/);
  const signIn = () => askRaw(`${nginx.url}/api/v1/auth/login`, { method: 'POST' });
  const answers = await Promise.all(Array.from({ length: 8 }, signIn));
  const refused = answers.filter(({ status }) => status === 429);
  assert.ok(refused.length >= 4 && refused.length < 8, `${refused.length} of 8`);
  assert.equal(problem.parse(JSON.parse(refused[0]?.body.toString() ?? '')).code, 'rate-limited');
  assert.equal((await askRaw(`${nginx.url}/metrics`)).status, 404);
  assert.equal((await askRaw(`${nginx.url}/edge-health`)).body.toString(), 'ok\n');
});

nginxTest('a balancer before NGINX is believed about address and scheme, nobody before it', async (context) => {
  const nginx = await openOrigin(
    context,
    (incoming, response) => {
      const { 'x-forwarded-for': address, 'x-forwarded-proto': scheme } = incoming.headers;
      response.end(JSON.stringify({ address, scheme }));
    },
    { settings: { EDGE_PROXIES: '127.0.0.0/8' } },
  );
  const headers = { 'x-forwarded-for': '203.0.113.9, 198.51.100.7', 'x-forwarded-proto': 'https' };
  const answer = await askRaw(`${nginx.url}/api/v1/me`, { headers });
  assert.deepEqual(JSON.parse(answer.body.toString()), { address: '198.51.100.7', scheme: 'https' });
});
