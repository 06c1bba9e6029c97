import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Caller } from '#models/caller.ts';
import type { SessionId, UserId } from '#models/ids.ts';
import { RevocableCallers } from './revocable-callers.ts';

const ada = 'ada' as UserId;
const phone = 'phone' as SessionId;
const laptop = 'laptop' as SessionId;
const callerOf = (sessionId: SessionId): Caller => ({ userId: ada, role: 'listener', sessionId });
const remember = (callers: RevocableCallers, token: string, sessionId: SessionId) =>
  callers.load(token, async () => ({ caller: callerOf(sessionId), expiresAtMs: 100 }));

test('a caller is remembered until the time is up, and who it was until it is revoked', async () => {
  const callers = new RevocableCallers();
  await remember(callers, 'a', phone);
  assert.equal(callers.find('a', 99)?.sessionId, phone);
  assert.equal(callers.find('a', 100), undefined);
  assert.equal(callers.findLast('a')?.sessionId, phone);
  callers.revoke(ada, phone);
  assert.equal(callers.findLast('a'), undefined);
});

test('one session, all of a user, or everything is forgotten', async () => {
  const callers = new RevocableCallers();
  const fill = () => Promise.all([remember(callers, 'a', phone), remember(callers, 'b', laptop)]);
  const known = () => ['a', 'b'].filter((token) => callers.find(token, 0));
  await fill();
  callers.revoke(ada, phone);
  assert.deepEqual(known(), ['b']);
  assert.deepEqual([callers.hasEnded(phone), callers.hasEnded(laptop)], [true, false]);
  await fill();
  callers.revoke(ada);
  assert.deepEqual(known(), []);
  await fill();
  callers.clear();
  assert.deepEqual(known(), []);
});

test('what is revoked while it is looked up is not remembered', async () => {
  const callers = new RevocableCallers();
  const lookUp = Promise.withResolvers<{ caller: Caller; expiresAtMs: number }>();
  const loading = callers.load('a', () => lookUp.promise);
  callers.revoke(ada);
  lookUp.resolve({ caller: callerOf(phone), expiresAtMs: 100 });
  await loading;
  assert.equal(callers.find('a', 0), undefined);
});

test('the number of remembered callers is bounded', async () => {
  const callers = new RevocableCallers();
  for (let count = 0; count < 6_000; count++) await remember(callers, `token ${count}`, phone);
  assert.equal(callers.find('token 0', 0), undefined);
  assert.ok(callers.find('token 5999', 0));
});
