import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { problem } from '@jetstream/api-contract';
import { startTestServer, type SignedIn, type TestServer } from '#test/support/test-server.ts';

describe('HTTP', () => {
  let server: TestServer;
  let ada: SignedIn;
  before(async () => {
    server = await startTestServer({ settings: { metricsToken: 'a-long-metrics-token' } });
    ada = await server.setUp();
  });
  after(() => server.stop());

  const patchSettings = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    fetch(`${server.url}/api/v1/me/settings`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${ada.session.accessToken}`, ...headers },
      body,
    });
  const codeOf = async (response: Response) => problem.parse(await response.json()).code;
  /** Sends bytes that no HTTP library would. */
  const sendRaw = async (head: string) => {
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
    // Not ended: whoever ends has gone, to Node and to proxies, and gets an answer only when it takes no time.
    socket.write(`${head}\r\nHost: x\r\nConnection: close\r\n\r\n`);
    return text(socket);
  };

  test('unknown addresses of the API are problems, not pages', async () => {
    for (const path of ['/api', '/api/v1', '/api/v1/nothing', '/api/v2/tracks', '/API/v1/tracks/x/y']) {
      const response = await fetch(server.url + path, { headers: { accept: 'text/html' } });
      assert.deepEqual([response.status, await codeOf(response)], [404, 'not-found'], path);
    }
  });

  test('a method that an address does not have is refused with those that it has', async () => {
    const response = await fetch(`${server.url}/api/v1/me/settings`, { method: 'DELETE' });
    assert.equal(response.status, 405);
    assert.equal(response.headers.get('allow'), 'GET, HEAD, PATCH, OPTIONS');
    const options = await fetch(`${server.url}/api/v1/me/settings`, { method: 'OPTIONS' });
    assert.deepEqual([options.status, options.headers.get('allow')], [204, 'GET, HEAD, PATCH, OPTIONS']);
  });

  test('bodies that are not JSON, or not well formed, are the fault of the body', async () => {
    const bodies: [body: string, headers: Record<string, string> | undefined, status: number][] = [
      ['{"theme": "dark"', undefined, 400],
      ['"dark"', undefined, 400],
      ['theme=dark', { 'content-type': 'text/plain' }, 415],
      ['{}', { 'content-type': 'application/json; charset=latin1' }, 415],
      ['{}', { 'content-type': 'application/json', 'content-encoding': 'lzma' }, 415],
    ];
    for (const [body, headers, status] of bodies) {
      const response = await patchSettings(body, headers);
      assert.deepEqual([response.status, await codeOf(response)], [status, 'validation'], body);
    }
  });

  test('a body at fault in many places is told some of them, in words', async () => {
    const body = Object.fromEntries(Array.from({ length: 4000 }, (_, index) => [`key${index}`, 1]));
    const response = await patchSettings(JSON.stringify({ ...body, crossfadeSeconds: 13, theme: 'pink' }));
    const { detail, fields = [] } = problem.parse(await response.json());
    assert.deepEqual([response.status, detail, fields.length], [400, '20 or more inputs are at fault.', 20]);
    assert.deepEqual(fields[0], { path: 'body/theme', message: 'must be one of system, light, dark, black' });
    assert.deepEqual(fields[1], { path: 'body/crossfadeSeconds', message: 'must be at most 12' });
    assert.deepEqual(fields[2], { path: 'body/key0', message: 'is not known here' });
  });

  test('strangers cannot send much', async () => {
    const response = await fetch(`${server.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'ada', password: 'x'.repeat(64 * 1024) }),
    });
    const { detail } = problem.parse(await response.json());
    assert.deepEqual([response.status, detail], [413, 'The body is larger than 64 KB.']);
  });

  test('a body beyond two megabytes is too large', async () => {
    const response = await patchSettings(JSON.stringify({ theme: 'x'.repeat(2 * 1024 * 1024) }));
    assert.deepEqual([response.status, await codeOf(response)], [413, 'too-large']);
  });

  test('a body cannot change what all objects have', async () => {
    const response = await patchSettings('{"__proto__": {"theme": "dark"}, "constructor": 1}');
    assert.equal(await codeOf(response), 'validation');
    assert.equal(({} as { theme?: string }).theme, undefined);
  });

  test('a parameter that is given twice is at fault', async () => {
    const response = await fetch(`${server.url}/api/v1/tracks?limit=1&limit=2`, {
      headers: { authorization: `Bearer ${ada.session.accessToken}` },
    });
    assert.equal(await codeOf(response), 'validation');
  });

  test('a parameter without a value counts as not given', async () => {
    const { items } = await ada.client.call('listTracks', { query: { cursor: '', genreId: '' } });
    assert.deepEqual(items, []);
  });

  test('addresses that are not well formed break nothing', async () => {
    // A proxy in front refuses some of them itself, with 400.
    assert.match(await sendRaw('GET /api/v1/tracks/%E0%A4%A HTTP/1.1'), /^HTTP\/1.1 40[01]/);
    assert.match(await sendRaw('GET //evil.example/%2e%2e/api HTTP/1.1'), /^HTTP\/1.1 40[04]/);
    assert.match(await sendRaw('GET /api/v1/stream/..%2f..%2fkeys.json HTTP/1.1'), /^HTTP\/1.1 401/);
    assert.match(await sendRaw('GET /..%2f..%2f..%2fetc/passwd HTTP/1.1'), /^HTTP\/1.1 40[04]/);
    assert.match(await sendRaw('GET /%5c..%5c.env HTTP/1.1'), /^HTTP\/1.1 40[04]/);
  });

  test('what a client sends cannot add headers to the answer', async () => {
    const answer = await sendRaw('GET /api/v1/x%0d%0aset-cookie:a=b HTTP/1.1');
    assert.doesNotMatch(answer, /^set-cookie/im);
    const id = 'mine%0d%0ax: y';
    const response = await fetch(`${server.url}/health`, { headers: { 'x-request-id': id } });
    assert.notEqual(response.headers.get('x-request-id'), id);
  });

  test('every answer says how browsers have to guard it', async () => {
    for (const path of ['/health', '/api/v1/nothing', '/nothing', '/api/docs/', '/']) {
      const { headers } = await fetch(server.url + path);
      const policy = headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'self'/, path);
      assert.match(policy, /frame-ancestors 'none'/, path);
      assert.doesNotMatch(policy, /unsafe|upgrade-insecure/, path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', path);
      assert.equal(headers.get('strict-transport-security'), null, path);
      assert.equal(headers.get('x-powered-by'), null, path);
    }
  });

  test('a bug is answered bare, and logged once under the request id', async () => {
    const nowMs = server.clock.nowMs;
    server.clock.nowMs = () => {
      throw new Error('secret detail');
    };
    try {
      const body = problem.parse(await (await fetch(`${server.url}/health`)).json());
      assert.deepEqual([body.status, body.code], [500, 'internal']);
      assert.doesNotMatch(JSON.stringify(body), /secret detail/);
      const logged = server.log.filter((line) => line.includes('secret detail'));
      assert.equal(logged.length, 1);
      assert.match(logged[0] ?? '', new RegExp(body.requestId));
    } finally {
      server.clock.nowMs = nowMs;
    }
  });

  test('metrics are there for who has the token', async () => {
    const get = (token: string) => fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${token}` } });
    assert.equal((await get('wrong')).status, 401);
    const metrics = await (await get('a-long-metrics-token')).text();
    assert.match(metrics, /jetstream_http_request_seconds_count\{endpoint="setUp",status="201"\} 1/);
  });

  test('the API describes itself, and the page about it runs no foreign script', async () => {
    const api = (await (await fetch(`${server.url}/api/v1/openapi.json`)).json()) as { paths: object };
    assert.ok('/api/v1/tracks/{trackId}' in api.paths);
    const page = await (await fetch(`${server.url}/api/docs`)).text();
    assert.deepEqual(
      [...page.matchAll(/<script[^>]*>/g)].map(([tag]) => tag),
      ['<script type="module" src="docs.js">'],
    );
  });
});

test('without a metrics token there are no metrics', async () => {
  const server = await startTestServer();
  try {
    assert.equal((await fetch(`${server.url}/metrics`)).status, 404);
  } finally {
    await server.stop();
  }
});

test('behind https the answers insist on it', async () => {
  const server = await startTestServer({ settings: { publicUrl: 'https://music.example.org' } });
  try {
    const { headers } = await fetch(`${server.url}/health`);
    assert.match(headers.get('strict-transport-security') ?? '', /max-age/);
  } finally {
    await server.stop();
  }
});

test('a client that runs away with a bad token is stopped too', async () => {
  const server = await startTestServer({ settings: { requestsPerMinute: 3 } });
  try {
    const ask = async () =>
      (await fetch(`${server.url}/api/v1/me`, { headers: { authorization: 'Bearer bad' } })).status;
    assert.deepEqual([await ask(), await ask(), await ask(), await ask()], [401, 401, 401, 429]);
    server.clock.advance(60_000);
    assert.equal(await ask(), 401);
  } finally {
    await server.stop();
  }
});
