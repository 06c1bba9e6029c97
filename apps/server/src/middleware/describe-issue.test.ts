import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpoints } from '@jetstream/api-contract';
import { describeIssue } from './describe-issue.ts';

test('what is wrong with an input is said in words', () => {
  const body = { id: 7, trackId: 'a b', startedAt: 'yesterday', playedMs: -1 };
  const result = endpoints.recordPlay.body.safeParse(body, { error: describeIssue });
  const told = Object.fromEntries(result.error?.issues.map(({ path, message }) => [path.join('/'), message]) ?? []);
  assert.deepEqual(told, {
    id: 'must be text',
    trackId: 'has characters that are not possible here',
    startedAt: 'must be a time in UTC, such as 2026-01-31T12:00:00Z',
    playedMs: 'must be at least 0',
    client: 'is missing',
  });
});

test('lengths are told with their unit', () => {
  const result = endpoints.setUp.body.safeParse({ name: '', password: 'short' }, { error: describeIssue });
  const told = result.error?.issues.map(({ message }) => message) ?? [];
  assert.ok(told.includes('must have at least 1 character'), String(told));
  assert.ok(told.includes('must have at least 8 characters'), String(told));
});
