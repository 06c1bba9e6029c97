import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import express from 'express';
import type { Caller } from '#models/caller.ts';
import { DomainError } from '#models/errors.ts';
import type { SessionId, UserId } from '#models/ids.ts';
import { identifyListener } from './identify-listener.ts';

const openBy = (valid: string, name: string) => async (given: string) => {
  if (given !== valid) throw new DomainError('unauthenticated', 'The token is not valid.');
  return { userId: name as UserId, role: 'listener', sessionId: 'session' as SessionId } satisfies Caller;
};
const authenticator = { authenticate: openBy('access', 'ada'), authenticateMedia: openBy('media', 'bob') };

const app = express().use((request, response, next) => {
  identifyListener(request, authenticator).then((owner) => response.send(owner), next);
});
const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');
after(() => server.close());
const ask = async (headers: Record<string, string>) =>
  (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, { headers })).text();

test('listeners at one network address have turns of their own by a bearer token or the media cookie', async () => {
  assert.equal(await ask({ authorization: 'Bearer access' }), 'user ada');
  assert.equal(await ask({ cookie: 'a=b; jetstream_media=media' }), 'user bob');
  assert.equal(await ask({ authorization: 'Bearer access', cookie: 'jetstream_media=media' }), 'user ada');
});

test('who sends none, or none that is valid, is whoever is at that network address', async () => {
  const wrong: Record<string, string>[] = [{}, { authorization: 'Bearer old' }, { cookie: 'jetstream_media=old' }];
  for (const headers of wrong) assert.match(await ask(headers), /^address .*127\.0\.0\.1$/);
});
