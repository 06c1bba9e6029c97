import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainError } from '#models/errors.ts';
import { createLogger, logFailure } from './logger.ts';

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

test('a store that is away is told of in a line without a stack, a bug with one', () => {
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', format: 'json', write: (line) => lines.push(line) });
  const away = new DomainError('unavailable', 'The job queue is not answering.', { cause: new Error('ECONNREFUSED') });
  logFailure(logger, away, 'request failed', { requestId: 'r1' });
  logger.warn({ err: away }, 'artwork is in trouble');
  logFailure(logger, new TypeError('oh'), 'request failed');
  const [request, artwork, bug] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(
    [request?.['level'], request?.['requestId'], request?.['reason']],
    [40, 'r1', 'The job queue is not answering. (ECONNREFUSED)'],
  );
  assert.doesNotMatch(JSON.stringify([request, artwork]), /stack/);
  assert.match(JSON.stringify(bug), /"level":50.*"stack":"TypeError: oh/);
});
