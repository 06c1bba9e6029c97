import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import express from 'express';
import { listen } from '#gateways/http-listener.ts';
import { attachRequestContext } from '#middleware/attach-request-context.ts';
import { handleErrors } from '#middleware/handle-errors.ts';
import { serveFiles } from '#middleware/serve-files.ts';
import { createLogger } from '#observability/logger.ts';
import { askAndGo } from '#test/support/ask-and-go.ts';
import { eventually } from '#test/support/eventually.ts';
import { startTestServer, type TestServer } from '#test/support/test-server.ts';

const script = 'export const answer = 42;\n'.repeat(40);

describe('the web app', () => {
  let directory: string;
  let server: TestServer;
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'jetstream-web-'));
    const webDirectory = join(directory, 'dist');
    await mkdir(join(webDirectory, 'assets'), { recursive: true });
    await writeFile(join(directory, 'secret.txt'), 'secret');
    await writeFile(join(webDirectory, 'index.html'), '<title>app</title>');
    await writeFile(join(webDirectory, '.hidden'), 'hidden');
    await writeFile(join(webDirectory, 'assets', 'app-1a2b.js'), script);
    await writeFile(join(webDirectory, 'assets', 'app-1a2b.js.br'), brotliCompressSync(script));
    server = await startTestServer({ webDirectory });
  });
  after(async () => {
    await server.stop();
    await rm(directory, { recursive: true });
  });
  const get = (path: string, headers: Record<string, string> = {}) => fetch(server.url + path, { headers });

  test('addresses of pages open the app, which resolves them', async () => {
    for (const path of ['/', '/albums/x1', '/search?q=moon']) {
      const response = await get(path, { accept: 'text/html' });
      assert.equal(await response.text(), '<title>app</title>', path);
      assert.equal(response.headers.get('cache-control'), 'no-cache');
    }
  });

  test('files that are not there are not found', async () => {
    for (const path of [
      '/assets/gone-1.js',
      '/favicon.ico',
      '/assets',
      '/.hidden',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
    ])
      assert.equal((await get(path, { accept: '*/*' })).status, 404, path);
  });

  test('programs that take anything are not given the app for an address that is not there', async () => {
    for (const path of ['/metrics', '/healthz'])
      assert.equal((await get(path, { accept: 'text/plain;q=0.5, */*;q=0.1' })).status, 404, path);
  });

  test('files with a hash in their names are kept for good, and sent compressed', async () => {
    const response = await get('/assets/app-1a2b.js', { 'accept-encoding': 'gzip, br' });
    assert.equal(response.headers.get('cache-control'), 'public, max-age=31536000, immutable');
    assert.equal(response.headers.get('content-encoding'), 'br');
    assert.equal(response.headers.get('vary'), 'Accept-Encoding');
    assert.equal(response.headers.get('content-type'), 'text/javascript; charset=utf-8');
    assert.equal(await response.text(), script);
    const plain = await get('/assets/app-1a2b.js', { 'accept-encoding': 'identity' });
    assert.equal(plain.headers.get('content-encoding'), null);
    assert.equal(await plain.text(), script);
  });

  test('a page that did not change is not sent again', async () => {
    const etag = (await get('/')).headers.get('etag') ?? '';
    assert.equal((await get('/', { 'if-none-match': etag })).status, 304);
    await writeFile(join(directory, 'dist', 'index.html'), '<title>app 2</title>');
    assert.equal((await get('/', { 'if-none-match': etag })).status, 200);
    await writeFile(join(directory, 'dist', 'index.html'), '<title>app</title>');
  });

  test('who goes before a file comes leaves no error behind', async () => {
    const lines: string[] = [];
    const logger = createLogger({ level: 'debug', format: 'json', write: (line) => lines.push(line) });
    const app = express();
    app.use(attachRequestContext({ createId: () => 'request-1', isProxyTrusted: false }));
    app.use((_request, response, next) => void response.once('close', next));
    app.use(serveFiles({ directory: join(directory, 'dist') }), handleErrors(logger));
    const listener = await listen(app, { host: '127.0.0.1', port: 0 });
    try {
      await askAndGo(`http://127.0.0.1:${listener.port}`, '/assets/app-1a2b.js');
      await eventually('it is noticed', () => lines.length > 0);
      const told = lines.map((line) => JSON.parse(line));
      assert.deepEqual(
        told.map(({ level, msg }) => [level, msg]),
        [[20, 'client went away']],
      );
    } finally {
      await listener.stop(0);
    }
  });
});

test('without a build the page says how to make one', async () => {
  const server = await startTestServer();
  try {
    const response = await fetch(server.url);
    assert.equal(response.status, 503);
    assert.match(await response.text(), /npm run build/);
  } finally {
    await server.stop();
  }
});
