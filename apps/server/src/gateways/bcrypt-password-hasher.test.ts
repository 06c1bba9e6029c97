import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainError } from '#models/errors.ts';
import { BcryptPasswordHasher } from './bcrypt-password-hasher.ts';

const COST = 4;

test('a password fits its own hash only', async () => {
  const hasher = new BcryptPasswordHasher(COST);
  const hash = await hasher.hash('correct horse');
  assert.match(hash, /^\$2b\$04\$/);
  assert.equal(await hasher.matches('correct horse', hash), true);
  assert.equal(await hasher.matches('correct house', hash), false);
});

test('without a hash nothing fits, after the same work', async () => {
  const hasher = new BcryptPasswordHasher(10);
  const hash = await hasher.hash('x');
  const timeOf = async (against: string | undefined) => {
    const start = process.cpuUsage();
    for (let count = 0; count < 5; count++) assert.equal(await hasher.matches('y', against), false);
    return process.cpuUsage(start).user;
  };
  await timeOf(hash);
  const [known, unknown] = [await timeOf(hash), await timeOf(undefined)];
  // A comparison that ends early costs a thousandth.
  assert.ok(unknown > known / 5, `${unknown} against ${known} µs`);
});

test('more than can wait are refused, and those who wait are served', async () => {
  const hasher = new BcryptPasswordHasher(COST);
  const results = await Promise.allSettled(Array.from({ length: 80 }, () => hasher.hash('x')));
  const refused = results.filter((result) => result.status === 'rejected');
  assert.equal(refused.length, 80 - 2 - 64);
  assert.ok(refused.every(({ reason }) => reason instanceof DomainError && reason.code === 'unavailable'));
  assert.match(await hasher.hash('x'), /^\$2b/);
});
