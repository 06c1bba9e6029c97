import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Keys, KeyStore } from '#gateways/key-store.ts';
import { DomainError } from '#models/errors.ts';
import { RandomIdSource } from '#gateways/random-id-source.ts';
import { TestClock } from '#test/support/test-clock.ts';
import { KeyRing } from './key-ring.ts';

const DAY_MS = 24 * 3_600_000;
const HOUR_MS = 3_600_000;

class RememberingKeyStore implements KeyStore {
  keys: Keys | undefined;
  saves = 0;
  async loadKeys() {
    return structuredClone(this.keys);
  }
  async replaceKeys(next: Keys, expected: Keys | undefined) {
    if (JSON.stringify(expected) !== JSON.stringify(this.keys)) return false;
    this.keys = structuredClone(next);
    this.saves++;
    return true;
  }
}

const openRing = (keyStore: KeyStore, clock: TestClock, copy?: KeyStore) =>
  KeyRing.open({
    keyStore,
    copy,
    onError: (error) => assert.fail(String(error)),
    clock,
    idSource: new RandomIdSource(),
    rotationMs: 30 * DAY_MS,
    longestTokenMs: HOUR_MS,
  });

function goAway(keyStore: KeyStore): void {
  keyStore.loadKeys = () => Promise.reject(new DomainError('unavailable', 'away'));
}

test('keys are made at the first start and kept for the next', async () => {
  const [keyStore, clock] = [new RememberingKeyStore(), new TestClock()];
  const first = await openRing(keyStore, clock);
  const second = await openRing(keyStore, clock);
  assert.deepEqual(second.list(), first.list());
  assert.equal(second.refreshKey, first.refreshKey);
  assert.equal(keyStore.saves, 1);
  assert.ok(Buffer.from(first.refreshKey, 'base64url').length === 32);
});

test('a key that is due is followed by a new one, and verifies for as long as its tokens may live', async () => {
  const [keyStore, clock] = [new RememberingKeyStore(), new TestClock()];
  const ring = await openRing(keyStore, clock);
  const { id } = ring.current;
  clock.advance(30 * DAY_MS);
  await ring.rotate();
  assert.notEqual(ring.current.id, id);
  clock.advance(HOUR_MS);
  await ring.rotate();
  assert.ok(await ring.find(id));
  clock.advance(1);
  await ring.rotate();
  assert.equal(await ring.find(id), undefined);
  assert.deepEqual(
    keyStore.keys?.signing.map((key) => key.id),
    [ring.current.id],
  );
});

test('a server that was off for months starts with a new key', async () => {
  const [keyStore, clock] = [new RememberingKeyStore(), new TestClock()];
  const { id } = (await openRing(keyStore, clock)).current;
  clock.advance(200 * DAY_MS);
  assert.notEqual((await openRing(keyStore, clock)).current.id, id);
});

test('a key that could not be saved does not sign', async () => {
  const [keyStore, clock] = [new RememberingKeyStore(), new TestClock()];
  const ring = await openRing(keyStore, clock);
  const { id } = ring.current;
  keyStore.replaceKeys = () => Promise.reject(new Error('disk full'));
  clock.advance(30 * DAY_MS);
  await assert.rejects(ring.rotate(), /disk full/);
  assert.equal(ring.current.id, id);
});

test('servers that start at once agree on the keys', async () => {
  const [keyStore, clock] = [new RememberingKeyStore(), new TestClock()];
  const rings = await Promise.all([1, 2, 3].map(() => openRing(keyStore, clock)));
  assert.equal(new Set(rings.map(({ current }) => current.id)).size, 1);
  assert.equal(new Set(rings.map(({ refreshKey }) => refreshKey)).size, 1);
});

test('a key that another server has just made verifies', async () => {
  const [keyStore, clock] = [new RememberingKeyStore(), new TestClock()];
  const [one, other] = [await openRing(keyStore, clock), await openRing(keyStore, clock)];
  clock.advance(30 * DAY_MS);
  await one.rotate();
  assert.ok(await other.find(one.current.id));
  assert.equal(other.current.id, one.current.id);
});

test('made-up keys do not make it ask the store each time', async () => {
  const [keyStore, clock] = [new RememberingKeyStore(), new TestClock()];
  const ring = await openRing(keyStore, clock);
  let loads = 0;
  keyStore.loadKeys = async () => {
    loads++;
    return keyStore.keys;
  };
  for (let count = 0; count < 100; count++) assert.equal(await ring.find(`made up ${count}`), undefined);
  assert.equal(loads, 1);
});

test('keys that the store has lost are put back', async () => {
  const [keyStore, clock] = [new RememberingKeyStore(), new TestClock()];
  const ring = await openRing(keyStore, clock);
  keyStore.keys = undefined;
  await ring.rotate();
  assert.equal((await openRing(keyStore, clock)).current.id, ring.current.id);
});

test('a server that starts while the store is away goes on with the keys that it had', async () => {
  const [keyStore, copy, clock] = [new RememberingKeyStore(), new RememberingKeyStore(), new TestClock()];
  const { current, refreshKey } = await openRing(keyStore, clock, copy);
  const away = new RememberingKeyStore();
  goAway(away);
  const again = await openRing(away, clock, copy);
  assert.deepEqual([again.current, again.refreshKey], [current, refreshKey]);
  assert.equal((await again.find(current.id))?.id, current.id);
});

test('without any keys it refuses whatever needs one, until the store is there', async () => {
  const [keyStore, copy, clock] = [new RememberingKeyStore(), new RememberingKeyStore(), new TestClock()];
  goAway(keyStore);
  const ring = await openRing(keyStore, clock, copy);
  const unavailable = { code: 'unavailable', retryAfterSeconds: 3 };
  assert.throws(() => ring.current, unavailable);
  assert.throws(() => ring.list(), unavailable);
  assert.throws(() => ring.refreshKey, unavailable);
  // Nobody is told that a token is wrong, however often it is asked.
  for (let count = 0; count < 3; count++) await assert.rejects(ring.find('a key'), { code: 'unavailable' });
  keyStore.loadKeys = RememberingKeyStore.prototype.loadKeys;
  await ring.rotate();
  assert.equal(ring.current.id, keyStore.keys?.signing[0]?.id);
  assert.equal(await ring.find('a key'), undefined);
  assert.deepEqual(copy.keys, keyStore.keys);
});

test('keys that a store lost while nobody ran come from the copy', async () => {
  const [keyStore, copy, clock] = [new RememberingKeyStore(), new RememberingKeyStore(), new TestClock()];
  const { current } = await openRing(keyStore, clock, copy);
  keyStore.keys = undefined;
  assert.equal((await openRing(keyStore, clock, copy)).current.id, current.id);
  assert.equal((await openRing(keyStore, clock)).current.id, current.id);
});
