import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger } from './logger.ts';

test('secrets do not reach the log, at any of three depths', () => {
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', format: 'json', write: (line) => lines.push(line) });
  logger.info({ password: 's3cret', request: { authorization: 's3cret', body: { refreshToken: 's3cret' } } }, 'hello');
  assert.equal(lines.length, 1);
  assert.doesNotMatch(lines[0] ?? '', /s3cret/);
  assert.match(lines[0] ?? '', /\(hidden\)/);
});
