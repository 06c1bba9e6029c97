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

test('errors of drivers leave what they were asked for out of the log', () => {
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', format: 'json', write: (line) => lines.push(line) });
  const refused = Object.assign(new Error('WRONGPASS'), { code: 'E1', command: { name: 'auth', args: ['s3cret'] } });
  logger.error({ err: refused }, 'refused');
  logger.error({ err: new Error('no sessions', { cause: refused }) }, 'refused');
  assert.doesNotMatch(lines.join(), /s3cret/);
  assert.match(lines[0] ?? '', /"message":"WRONGPASS".*"code":"E1"/);
  assert.match(lines[1] ?? '', /no sessions: WRONGPASS/);
});
