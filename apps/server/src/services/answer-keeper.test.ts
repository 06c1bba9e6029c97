import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Caller } from '#models/caller.ts';
import { DomainError } from '#models/errors.ts';
import type { SessionId, UserId } from '#models/ids.ts';
import { MemoryAnswerCache } from '#repositories/memory/memory-answer-cache.ts';
import { AnswerKeeper } from './answer-keeper.ts';
import { EventBus } from './events.ts';

const callerOf = (name: string): Caller => ({
  userId: name as UserId,
  role: 'listener',
  sessionId: name as SessionId,
});
const [ada, bob] = [callerOf('ada'), callerOf('bob')];

function openKeeper(cache = new MemoryAnswerCache({ limitBytes: 10_000, lifetimeMs: 1000, nowMs: () => 0 })) {
  const events = new EventBus((error) => assert.fail(String(error)));
  const outcomes: string[] = [];
  let made = 0;
  const keeper = new AnswerKeeper({ cache, events, version: '1', onOutcome: (outcome) => outcomes.push(outcome) });
  const ask = async (caller: Caller, query: unknown = {}) => {
    const question = { endpoint: 'listAlbums', caller, input: { params: undefined, query } };
    return (await keeper.answer(question, async () => ({ body: `${caller.userId} ${++made}`, etag: '"e"' }))).body;
  };
  return { events, keeper, cache, outcomes, ask };
}

test('an answer is kept for its user, question and role', async () => {
  const { ask, outcomes } = openKeeper();
  assert.deepEqual([await ask(ada), await ask(ada)], ['ada 1', 'ada 1']);
  assert.equal(await ask(bob), 'bob 2');
  assert.equal(await ask(ada, { page: 2 }), 'ada 3');
  assert.equal(await ask({ ...ada, role: 'administrator' }), 'ada 4');
  assert.deepEqual(outcomes, ['miss', 'hit', 'miss', 'miss', 'miss']);
});

test('a write drops what its user was told, a change of the library what all were told', async () => {
  const { ask, keeper, events } = openKeeper();
  await Promise.all([ask(ada), ask(bob)]);
  await keeper.noteWrite(ada, false);
  assert.deepEqual([await ask(ada), await ask(bob)], ['ada 3', 'bob 2']);
  await keeper.noteWrite(ada, true);
  assert.deepEqual([await ask(ada), await ask(bob)], ['ada 4', 'bob 5']);
  events.emit('libraryChanged', { version: '2' });
  assert.deepEqual([await ask(ada), await ask(bob)], ['ada 6', 'bob 7']);
  events.emit('annotationChanged', { userId: bob.userId, kind: 'album', itemId: 'x' });
  assert.deepEqual([await ask(ada), await ask(bob)], ['ada 6', 'bob 8']);
});

test('a cache that is away is passed by', async () => {
  const { ask, keeper, cache, outcomes } = openKeeper();
  await ask(ada);
  const away = () => Promise.reject(new DomainError('unavailable', 'away'));
  Object.assign(cache, { findAnswer: away, saveAnswer: away, invalidateTags: away });
  await keeper.noteWrite(ada, false);
  assert.equal(await ask(ada), 'ada 2');
  assert.deepEqual(outcomes, ['miss', 'bypass']);
});

test('memory is bounded: the least lately used answers make room, old ones are not given out', async () => {
  let nowMs = 0;
  const cache = new MemoryAnswerCache({ limitBytes: 2000, lifetimeMs: 1000, nowMs: () => nowMs });
  const keep = async (question: string) => {
    const { slot } = await cache.findAnswer(question, []);
    await cache.saveAnswer(slot, { body: 'x'.repeat(300), etag: '"e"' });
  };
  const isKept = async (question: string) => (await cache.findAnswer(question, [])).answer !== undefined;
  for (const question of ['a', 'b', 'c']) await keep(question);
  assert.ok(await isKept('a'));
  await keep('d');
  assert.deepEqual([await isKept('a'), await isKept('b'), await isKept('d')], [true, false, true]);
  nowMs = 1000;
  assert.equal(await isKept('a'), false);
});
