import assert from 'node:assert/strict';
import type { Session } from '@jetstream/api-contract';
import { Browser } from '#test/support/browser.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import { TEST_PASSWORD, type TestServer } from '#test/support/test-server.ts';

const credentials = { name: 'ada', password: TEST_PASSWORD };
const LOGIN = '/api/v1/auth/login';
const REFRESH = '/api/v1/auth/refresh';
const LOGOUT = '/api/v1/auth/logout';

const openBrowser = (server: TestServer, origin = server.url) =>
  new Browser(server.url, { fetch: server.fetch, origin });

endpointTest(
  ['login', 'ok'],
  'a browser gets its long-lived tokens as cookies that scripts cannot read',
  async (server) => {
    await server.setUp();
    const browser = openBrowser(server);
    const session = (await (await browser.post(LOGIN, credentials)).json()) as Session;
    assert.equal(session.refreshToken, null);
    const refresh = browser.attributesOf('jetstream_refresh');
    assert.match(refresh, /HttpOnly/);
    assert.match(refresh, /SameSite=Strict/);
    assert.match(refresh, /Path=\/api\/v1\/auth/);
    assert.match(refresh, /Max-Age=2592000/);
    assert.doesNotMatch(refresh, /Secure/);
    assert.match(browser.attributesOf('jetstream_media'), /Max-Age=3600; Path=\/; .*HttpOnly; SameSite=Strict/);
  },
);

endpointTest(
  ['login', 'ok'],
  'over https, told by a trusted proxy, cookies are Secure',
  async (server) => {
    await server.setUp();
    const browser = openBrowser(server, 'https://music.example.org');
    const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'music.example.org' };
    assert.equal((await browser.post(LOGIN, credentials, forwarded)).status, 200);
    assert.match(browser.attributesOf('jetstream_refresh'), /Secure/);
  },
  { settings: { trustProxy: ['loopback'] } },
);

endpointTest(['login', 'forbidden'], 'without a trusted proxy forwarded headers mean nothing', async (server) => {
  await server.setUp();
  const browser = openBrowser(server, 'https://evil.example');
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example' };
  assert.equal((await browser.post(LOGIN, credentials, forwarded)).status, 403);
});

endpointTest(['refreshSession', 'ok'], 'a page that was reloaded is signed in again by its cookie', async (server) => {
  await server.setUp();
  const browser = openBrowser(server);
  await browser.post(LOGIN, credentials);
  const before = browser.cookie('jetstream_refresh');
  const response = await browser.post(REFRESH, {});
  const session = (await response.json()) as Session;
  assert.equal((await server.clientOf(session.accessToken).call('getMe')).name, 'ada');
  assert.notEqual(browser.cookie('jetstream_refresh'), before);
});

endpointTest(['refreshSession', 'session-expired'], 'a cookie that leads nowhere is taken back', async (server) => {
  await server.setUp();
  const browser = openBrowser(server);
  browser.setCookie('jetstream_refresh', 'x.y', '/api/v1/auth');
  assert.equal((await browser.post(REFRESH, {})).status, 401);
  assert.equal(browser.cookie('jetstream_refresh'), undefined);
});

endpointTest(['logout', 'ok'], 'signing out takes the cookies back', async (server) => {
  await server.setUp();
  const browser = openBrowser(server);
  await browser.post(LOGIN, credentials);
  assert.equal((await browser.post(LOGOUT, {})).status, 204);
  assert.equal(browser.cookie('jetstream_refresh'), undefined);
  assert.equal(browser.cookie('jetstream_media'), undefined);
});

endpointTest(['login', 'ok'], 'signing in again in one browser ends its session before', async (server) => {
  const { client } = await server.setUp();
  const browser = openBrowser(server);
  await browser.post(LOGIN, credentials);
  await browser.post(LOGIN, credentials);
  assert.equal((await client.call('listDevices')).items.length, 2);
});

const crossSite = [
  { answer: ['setUp', 'forbidden'], path: '/api/v1/setup' },
  { answer: ['login', 'forbidden'], path: LOGIN },
  { answer: ['refreshSession', 'forbidden'], path: REFRESH },
  { answer: ['logout', 'forbidden'], path: LOGOUT },
] as const;
for (const { answer, path } of crossSite)
  endpointTest(answer, `a page of another site cannot send ${answer[0]}`, async (server) => {
    for (const origin of ['https://evil.example', 'null', server.url.replace('127.0.0.1', 'localhost')])
      assert.equal((await openBrowser(server, origin).post(path, {})).status, 403, origin);
    for (const site of ['cross-site', 'same-site'])
      assert.equal((await openBrowser(server).post(path, {}, { 'sec-fetch-site': site })).status, 403, site);
  });

endpointTest(
  ['login', 'validation'],
  'a form of another site, which cannot send JSON, signs nobody in',
  async (server) => {
    await server.setUp();
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x'])
      assert.equal((await openBrowser(server).post(LOGIN, credentials, { 'content-type': type })).status, 415, type);
  },
);

endpointTest(
  ['login', 'ok'],
  'a page of an allowed origin signs in, and gets no cookie to lose',
  async (server) => {
    await server.setUp();
    const browser = openBrowser(server, 'https://app.example.org');
    const response = await browser.post(LOGIN, { ...credentials, tokenDelivery: 'body' });
    assert.equal(response.headers.get('access-control-allow-origin'), 'https://app.example.org');
    assert.equal(response.headers.get('access-control-allow-credentials'), null);
    assert.equal(browser.cookie('jetstream_refresh'), undefined);
    const preflight = await fetch(server.url + LOGIN, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example.org', 'access-control-request-method': 'POST' },
    });
    assert.match(preflight.headers.get('access-control-allow-headers') ?? '', /authorization/);
  },
  { settings: { allowedOrigins: ['https://app.example.org'] } },
);
