import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { DomainError } from '#models/errors.ts';
import { createStoreGuard, guard, type GuardState, type StoreGuardOptions } from './guard-store.ts';

/** A store that answers, fails or hangs, as a test says. */
class FakeStore {
  calls = 0;
  answer: () => Promise<string> = async () => 'here';
  readonly #secret = 'private';

  async find(suffix = ''): Promise<string> {
    this.calls++;
    return (await this.answer()) + suffix;
  }

  async reveal(): Promise<string> {
    return this.#secret;
  }
}

const refused = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

function open(options: Partial<StoreGuardOptions> = {}) {
  const lines: string[] = [];
  const states: GuardState[] = [];
  const logger = {
    info: (_: object, text: string) => lines.push(text),
    warn: (_: object, text: string) => lines.push(text),
  };
  const storeGuard = createStoreGuard({
    name: 'redis',
    timeoutMs: 1000,
    failures: 3,
    retryAfterMs: 3000,
    logger,
    onStateChange: (state) => states.push(state),
    ...options,
  });
  const store = new FakeStore();
  return { store, guarded: guard(store, storeGuard), storeGuard, lines, states };
}

const failing = async (guarded: FakeStore) =>
  assert.rejects(guarded.find(), { code: 'unavailable', retryAfterSeconds: 3 });

/** Lets everything run that waits for nothing but its turn. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('calls pass with their arguments, results and private fields', async () => {
  const { guarded } = open();
  assert.equal(await guarded.find('!'), 'here!');
  assert.equal(await guarded.reveal(), 'private');
  assert.equal(guarded.find, guarded.find);
});

test('a store that is away is said to be unavailable, and asked no more after a few failures', async () => {
  const { store, guarded, storeGuard, lines } = open();
  store.answer = () => Promise.reject(refused());
  for (let count = 0; count < 3; count++) await failing(guarded);
  assert.equal(storeGuard.state, 'open');
  await failing(guarded);
  assert.equal(store.calls, 3);
  assert.deepEqual(lines, ['a store is away: what needs it is refused']);
});

test('one call tries after a while; the others are refused at once until it came back', async (context) => {
  context.after(() => mock.timers.reset());
  mock.timers.enable({ apis: ['Date', 'setTimeout'] });
  const { store, guarded, storeGuard, lines, states } = open();
  store.answer = () => Promise.reject(refused());
  for (let count = 0; count < 3; count++) await failing(guarded);
  mock.timers.tick(3000);
  await failing(guarded);
  assert.equal(store.calls, 4);
  mock.timers.tick(3000);
  const { promise, resolve } = Promise.withResolvers<string>();
  store.answer = () => promise;
  const probe = guarded.find();
  await settle();
  assert.equal(storeGuard.state, 'half-open');
  await failing(guarded);
  assert.equal(store.calls, 5);
  resolve('back');
  assert.equal(await probe, 'back');
  assert.equal(storeGuard.state, 'closed');
  assert.deepEqual(lines, ['a store is away: what needs it is refused', 'a store is back']);
  assert.deepEqual(states, ['open', 'half-open', 'open', 'half-open', 'closed']);
});

test('an answer that does not come in time is a failure', async (context) => {
  context.after(() => mock.timers.reset());
  mock.timers.enable({ apis: ['setTimeout'] });
  const { store, guarded } = open();
  store.answer = () => new Promise(() => {});
  const call = failing(guarded);
  await settle();
  mock.timers.tick(1000);
  await call;
});

test('a method that may take longer is given its time', async (context) => {
  context.after(() => mock.timers.reset());
  mock.timers.enable({ apis: ['setTimeout'] });
  const { store, storeGuard } = open();
  const guarded = guard(store, storeGuard, { find: 20_000 });
  const { promise, resolve } = Promise.withResolvers<string>();
  store.answer = () => promise;
  const call = guarded.find();
  await settle();
  mock.timers.tick(19_000);
  resolve('at last');
  assert.equal(await call, 'at last');
});

test('what the domain says is passed on and opens nothing', async () => {
  const { store, guarded, storeGuard } = open();
  const conflict = new DomainError('conflict', 'Somebody was first.');
  store.answer = () => Promise.reject(conflict);
  for (let count = 0; count < 10; count++) await assert.rejects(guarded.find(), conflict);
  store.answer = () => Promise.reject(new TypeError('a bug'));
  for (let count = 0; count < 10; count++) await assert.rejects(guarded.find(), TypeError);
  assert.equal(storeGuard.state, 'closed');
});

test('a success between failures starts the count anew', async () => {
  const { store, guarded, storeGuard } = open();
  for (let count = 0; count < 5; count++) {
    store.answer = () => Promise.reject(refused());
    for (let failure = 0; failure < 2; failure++) await failing(guarded);
    store.answer = async () => 'here';
    await guarded.find();
  }
  assert.equal(storeGuard.state, 'closed');
});

test('calls beyond the queue of a slow store are refused at once', async () => {
  const { store, guarded, storeGuard } = open({ concurrency: 2, queueLength: 3 });
  const { promise, resolve } = Promise.withResolvers<string>();
  store.answer = () => promise;
  const calls = Array.from({ length: 9 }, () => guarded.find());
  const outcomes = Promise.allSettled(calls);
  await settle();
  assert.equal(store.calls, 2);
  resolve('late');
  const refusals = (await outcomes).filter(({ status }) => status === 'rejected');
  assert.equal(refusals.length, 4);
  assert.equal(storeGuard.state, 'closed');
});

test('whoever is refused is told what is away by its use', async () => {
  const { store, guarded, storeGuard } = open();
  store.answer = () => Promise.reject(refused());
  await assert.rejects(guarded.find(), { message: 'The session store is not answering.' });
  const jobs = guard(store, storeGuard, {}, 'job queue');
  await assert.rejects(jobs.find(), { message: 'The job queue is not answering.' });
});
