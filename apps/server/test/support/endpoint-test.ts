import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EndpointName } from '@jetstream/api-contract';
import type { Outcome } from './answer-recorder.ts';
import { startTestServer, type TestServer, type TestServerOptions } from './test-server.ts';

/** Set by the guard: tests are then named, one answer a line, not run. */
export const LISTING_VARIABLE = 'JETSTREAM_LIST_ANSWERS';
export const LISTING_MARK = 'tests the answer ';

/**
 * A test, on a server of its own, in which the endpoint has to give this answer: it fails when the answer was not seen.
 * `test/guards` makes sure that every answer of the contract has one.
 */
export function endpointTest(
  [name, outcome]: readonly [EndpointName, Outcome],
  title: string,
  run: (server: TestServer) => Promise<void>,
  options: TestServerOptions = {},
): void {
  if (process.env[LISTING_VARIABLE] !== undefined) {
    process.stdout.write(`${LISTING_MARK}${name} ${outcome}\n`);
    return;
  }
  test(title, async () => {
    const server = await startTestServer(options);
    try {
      await run(server);
      assert.deepEqual(server.answers.faults, [], 'the server broke the contract');
      assert.ok(server.answers.has(name, outcome), `${name} did not answer ${outcome} in this test`);
    } finally {
      await server.stop();
    }
  });
}
