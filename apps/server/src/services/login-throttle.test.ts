import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { DomainError } from '#models/errors.ts';
import { MemoryAttemptRepository } from '#repositories/memory/memory-attempt-repository.ts';
import { TestClock } from '#test/support/test-clock.ts';
import { LoginThrottle } from './login-throttle.ts';

let clock: TestClock;
let throttle: LoginThrottle;
beforeEach(() => {
  clock = new TestClock();
  throttle = new LoginThrottle({ attempts: new MemoryAttemptRepository(), clock });
});

const attempt = (name: string, address: string, error?: Error): Promise<string> =>
  throttle
    .attempt(name, address, () => (error ? Promise.reject(error) : Promise.resolve('in')))
    .catch((thrown: unknown) => (thrown instanceof DomainError ? thrown.code : 'other'));
const wrong = new DomainError('credentials-wrong', 'wrong');
const fail = (name: string, address: string) => attempt(name, address, wrong);

test('a stranger who guesses from elsewhere does not lock the owner out', async () => {
  for (let count = 0; count < 10; count++) await fail('ada', '203.0.113.9');
  assert.equal(await fail('ada', '203.0.113.9'), 'rate-limited');
  assert.equal(await attempt('ada', '192.168.1.2'), 'in');
});

test('guessing from ever new addresses has to wait in the end', async () => {
  for (let count = 0; count < 50; count++) await fail('ada', `203.0.113.${count}`);
  assert.equal(await fail('ada', '198.51.100.1'), 'rate-limited');
});

test('all addresses of one IPv6 network count as one', async () => {
  const spellings = [
    '2001:db8:1:2::1',
    '2001:db8:1:2:ffff::9',
    '2001:DB8:1:2::a',
    '2001:db8:1:2:0:0:0:b',
    '2001:db8:1:2::c%eth0',
  ];
  for (const address of spellings) await fail('ada', address);
  assert.equal(await fail('ada', '2001:db8:1:2::d'), 'rate-limited');
  assert.equal(await fail('ada', '2001:db8:1:3::1'), 'credentials-wrong');
});

test('an IPv4 address counts as itself, also in its IPv6 spelling', async () => {
  for (let count = 0; count < 5; count++) await fail('ada', '::ffff:203.0.113.9');
  assert.equal(await fail('ada', '203.0.113.9'), 'rate-limited');
  assert.equal(await fail('ada', '::ffff:203.0.113.10'), 'credentials-wrong');
});

test('the wait grows to a quarter of an hour, and no further', async () => {
  const waits: number[] = [];
  for (let count = 0; count < 5; count++) await fail('ada', 'x');
  for (let count = 0; count < 12; count++) {
    const error = await throttle.attempt('ada', 'x', () => Promise.reject(wrong)).catch((thrown: unknown) => thrown);
    assert.ok(error instanceof DomainError);
    waits.push(error.retryAfterSeconds ?? 0);
    clock.advance((waits.at(-1) ?? 0) * 1000);
    await fail('ada', 'x');
  }
  assert.equal(waits.at(-1), 900);
  assert.ok(waits.every((wait, index) => index === 0 || wait >= (waits[index - 1] ?? 0)));
});

test('failures by no fault of the caller are not counted', async () => {
  for (let count = 0; count < 30; count++) await attempt('ada', 'x', new DomainError('unavailable', 'busy'));
  assert.equal(await attempt('ada', 'x'), 'in');
});

test('success forgets the failures of the name at that place', async () => {
  for (let count = 0; count < 4; count++) await fail('ada', 'x');
  assert.equal(await attempt('ada', 'x'), 'in');
  for (let count = 0; count < 5; count++) assert.equal(await fail('ada', 'x'), 'credentials-wrong');
});

test('failures are forgotten after a day', async () => {
  for (let count = 0; count < 30; count++) {
    await fail('ada', 'x');
    clock.advance(900_000);
  }
  clock.advance(24 * 3_600_000);
  for (let count = 0; count < 5; count++) assert.equal(await fail('ada', 'x'), 'credentials-wrong');
});
