import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { assertApiError } from '#test/support/assert-api-error.ts';
import { startTestServer, type TestServer } from '#test/support/test-server.ts';

const DAY_MS = 24 * 3_600_000;
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
const decode = (part: string | undefined) => JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as object;

async function withServer(run: (server: TestServer) => Promise<void>): Promise<void> {
  const server = await startTestServer();
  try {
    await run(server);
  } finally {
    await server.stop();
  }
}

test('forged tokens are refused', () =>
  withServer(async (server) => {
    const { session } = await server.setUp();
    const [head, body, signature] = session.accessToken.split('.');
    const jwks = (await (await fetch(`${server.url}/.well-known/jwks.json`)).json()) as { keys: { x: string }[] };
    const confused = `${encode({ ...decode(head), alg: 'HS256' })}.${body}`;
    const mac = createHmac('sha256', Buffer.from(jwks.keys[0]?.x ?? '', 'base64url')).update(confused);
    const forged = {
      'no algorithm': `${encode({ ...decode(head), alg: 'none' })}.${body}.`,
      'public key as secret': `${confused}.${mac.digest('base64url')}`,
      'other claims': `${head}.${encode({ ...decode(body), sub: 'someone' })}.${signature}`,
      'unknown key': `${encode({ ...decode(head), kid: '../keys' })}.${body}.${signature}`,
      'no signature': `${head}.${body}.`,
      'no token': 'x',
    };
    for (const [name, token] of Object.entries(forged)) {
      const error = await assertApiError(server.clientOf(token).call('getMe'), 'unauthenticated');
      assert.equal(error.status, 401, name);
    }
  }));

test('a media token opens media only, and an access token does not travel in addresses', () =>
  withServer(async (server) => {
    const { session } = await server.setUp();
    await assertApiError(server.clientOf(session.mediaToken).call('getMe'), 'unauthenticated');
    const stream = `${server.url}/api/v1/stream/nothing`;
    assert.equal((await fetch(`${stream}?token=${session.accessToken}`)).status, 401);
    assert.equal((await fetch(`${stream}?token=${session.mediaToken}`)).status, 404);
    assert.equal((await fetch(stream, { headers: { cookie: `jetstream_media=${session.mediaToken}` } })).status, 404);
    assert.equal((await fetch(stream, { headers: { authorization: `Bearer ${session.accessToken}` } })).status, 404);
    const me = { headers: { cookie: `jetstream_media=${session.mediaToken}` } };
    assert.equal((await fetch(`${server.url}/api/v1/me`, me)).status, 401);
  }));

test('tokens end with their time: access after ten minutes, media after an hour', () =>
  withServer(async (server) => {
    const { client, session } = await server.setUp();
    const stream = `${server.url}/api/v1/stream/nothing?token=${session.mediaToken}`;
    server.clock.advance(10 * 60_000 + 1000);
    await assertApiError(client.call('getMe'), 'unauthenticated');
    assert.equal((await fetch(stream)).status, 404);
    server.clock.advance(50 * 60_000);
    assert.equal((await fetch(stream)).status, 401);
  }));

test('a new key signs after a month, and the old one verifies until its tokens have ended', () =>
  withServer(async (server) => {
    const rings = server.contexts.map(({ services }) => services.keyRing);
    const rotate = async () => {
      for (const ring of rings) await ring.rotate();
    };
    const { keyRing } = server.context.services;
    await server.setUp();
    const oldKey = keyRing.current.id;
    server.clock.advance(30 * DAY_MS - 60_000);
    const late = await server.signIn('ada');
    server.clock.advance(60_000);
    await rotate();
    assert.notEqual(keyRing.current.id, oldKey);
    assert.equal((await late.client.call('getMe')).name, 'ada');
    assert.notEqual(
      (await server.signIn('ada')).session.accessToken.split('.')[0],
      late.session.accessToken.split('.')[0],
    );
    server.clock.advance(2 * 3_600_000);
    await rotate();
    assert.equal(await keyRing.find(oldKey), undefined);
  }));

test('sessions and keys outlive a restart', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'jetstream-restart-'));
  try {
    const first = await startTestServer({ dataDirectory });
    const { session, refreshToken } = await first.setUp();
    await first.stop();
    const second = await startTestServer({ dataDirectory });
    try {
      assert.equal((await second.clientOf(session.accessToken).call('getMe')).name, 'ada');
      await second.client.call('refreshSession', { body: { refreshToken } });
    } finally {
      await second.stop();
    }
  } finally {
    await rm(dataDirectory, { recursive: true });
  }
});

test('keys in a file are for the owner only', () =>
  withServer(async (server) => {
    const { mode } = await stat(join(server.context.config.dataDirectory, 'keys.json'));
    assert.equal(mode & 0o777, 0o600);
  }));

test('the key set shows public halves only', () =>
  withServer(async (server) => {
    const text = await (await fetch(`${server.url}/.well-known/jwks.json`)).text();
    const [key] = (JSON.parse(text) as { keys: Record<string, string>[] }).keys;
    assert.deepEqual(Object.keys(key ?? {}).toSorted(), ['alg', 'crv', 'kid', 'kty', 'use', 'x']);
    const stored = await server.context.dataPlane.keyStore.loadKeys();
    const secret = stored?.signing[0]?.privateJwk.d ?? '';
    assert.ok(secret.length > 40 && !text.includes(secret));
  }));

test('neither tokens nor passwords reach the log', () =>
  withServer(async (server) => {
    const { session, refreshToken } = await server.setUp();
    await fetch(`${server.url}/api/v1/stream/nothing?token=${session.mediaToken}`);
    await server.client.call('refreshSession', { body: { refreshToken } });
    const log = server.log.join('');
    assert.ok(server.log.length >= 3);
    for (const secret of [session.mediaToken, session.accessToken, refreshToken, 'correct horse'])
      assert.ok(!log.includes(secret));
  }));
