import assert from 'node:assert/strict';
import { assertApiError } from '#test/support/assert-api-error.ts';
import { endpointTest } from '#test/support/endpoint-test.ts';
import { TEST_PASSWORD } from '#test/support/test-server.ts';

const WRONG = 'not the password';

endpointTest(['login', 'rate-limited'], 'guessing gets slower with each failure', async (server) => {
  await server.setUp();
  for (let count = 0; count < 5; count++) await assertApiError(server.signIn('ada', WRONG), 'credentials-wrong');
  const waits: (number | undefined)[] = [];
  for (let count = 0; count < 4; count++) {
    const error = await assertApiError(server.signIn('ada', WRONG), 'rate-limited');
    waits.push(error.retryAfterSeconds);
    server.clock.advance((error.retryAfterSeconds ?? 0) * 1000);
    await assertApiError(server.signIn('ada', WRONG), 'credentials-wrong');
  }
  assert.deepEqual(waits, [2, 4, 8, 16]);
});

endpointTest(['login', 'rate-limited'], 'while waiting not even the right password is tried', async (server) => {
  await server.setUp();
  for (let count = 0; count < 5; count++) await assertApiError(server.signIn('ada', WRONG), 'credentials-wrong');
  await assertApiError(server.signIn('ADA'), 'rate-limited');
  server.clock.advance(2_000);
  await server.signIn('ada');
  await assertApiError(server.signIn('ada', WRONG), 'credentials-wrong');
});

endpointTest(['login', 'rate-limited'], 'many guesses at once do not slip through', async (server) => {
  await server.setUp();
  const guesses = Array.from({ length: 30 }, () =>
    server.signIn('ada', WRONG).catch((error: { code: string }) => error.code),
  );
  const codes = await Promise.all(guesses);
  assert.ok(codes.filter((code) => code === 'credentials-wrong').length <= 6, String(codes));
});

endpointTest(['login', 'rate-limited'], 'trying many names from one place has to wait too', async (server) => {
  await server.setUp();
  for (let count = 0; count < 20; count++)
    await assertApiError(server.signIn(`user${count}`, WRONG), 'credentials-wrong');
  await assertApiError(server.signIn('user99', WRONG), 'rate-limited');
});

endpointTest(
  ['changePassword', 'rate-limited'],
  'a stolen access token cannot be used to guess the password',
  async (server) => {
    const { client } = await server.setUp();
    const guess = () => client.call('changePassword', { body: { currentPassword: WRONG, newPassword: TEST_PASSWORD } });
    for (let count = 0; count < 5; count++) await assertApiError(guess(), 'credentials-wrong');
    await assertApiError(guess(), 'rate-limited');
  },
);
