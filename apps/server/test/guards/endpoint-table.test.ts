import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { endpoints, type Endpoint } from '@jetstream/api-contract';
import { LISTING_MARK, LISTING_VARIABLE } from '#test/support/endpoint-test.ts';

const NO_TEST = '--test-name-pattern=(?!)';
const apiTests = join(import.meta.dirname, '../api');

/** Asks the test files themselves, since some of them make their tests in loops. */
async function listTestedAnswers(): Promise<Set<string>> {
  // Without this variable of the test runner's the file is not told that it is a part of this run.
  const { NODE_TEST_CONTEXT: _, ...env } = process.env;
  const files = globSync('*.test.ts', { cwd: apiTests }).filter((file) =>
    readFileSync(join(apiTests, file), 'utf8').includes('support/endpoint-test.ts'),
  );
  const outputs = await Promise.all(
    files.map((file) =>
      promisify(execFile)(process.execPath, [NO_TEST, join(apiTests, file)], {
        env: { ...env, [LISTING_VARIABLE]: '1' },
      }),
    ),
  );
  const lines = outputs.flatMap(({ stdout }) => stdout.split('\n'));
  return new Set(lines.flatMap((line) => (line.startsWith(LISTING_MARK) ? [line.slice(LISTING_MARK.length)] : [])));
}

// What follows from an endpoint's access and inputs is tried on all of them at once: api/every-endpoint.test.ts.
test('each endpoint has an API test for its success and for each error that it declares', async () => {
  const expected = (Object.values(endpoints) as Endpoint[]).flatMap(({ name, errors = [], isConditional }) =>
    ['ok', ...(isConditional ? ['not-modified'] : []), ...errors].map((outcome) => `${name} ${outcome}`),
  );
  const tested = await listTestedAnswers();
  assert.deepEqual(
    expected.filter((answer) => !tested.has(answer)),
    [],
  );
});
