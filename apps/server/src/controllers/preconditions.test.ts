import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluatePreconditions, isRangeCurrent } from './preconditions.ts';

const current = { etag: '"now"', modifiedAtMs: Date.UTC(2026, 0, 2, 3, 4, 5, 678) };
const sameSecond = 'Fri, 02 Jan 2026 03:04:05 GMT';
const before = 'Fri, 02 Jan 2026 03:04:04 GMT';
const later = 'Sat, 03 Jan 2026 00:00:00 GMT';

const table: [headers: Record<string, string>, expected: string][] = [
  [{}, 'send'],
  [{ 'if-none-match': '"now"' }, 'not-modified'],
  [{ 'if-none-match': '"old", W/"now"' }, 'not-modified'],
  [{ 'if-none-match': '*' }, 'not-modified'],
  [{ 'if-none-match': '"old"' }, 'send'],
  [{ 'if-none-match': '"old"', 'if-modified-since': later }, 'send'],
  [{ 'if-modified-since': sameSecond }, 'not-modified'],
  [{ 'if-modified-since': later }, 'not-modified'],
  [{ 'if-modified-since': before }, 'send'],
  [{ 'if-modified-since': 'yesterday' }, 'send'],
  [{ 'if-match': '"now"' }, 'send'],
  [{ 'if-match': '*' }, 'send'],
  [{ 'if-match': 'W/"now"' }, 'failed'],
  [{ 'if-match': '"old"' }, 'failed'],
  [{ 'if-unmodified-since': sameSecond }, 'send'],
  [{ 'if-unmodified-since': before }, 'failed'],
  [{ 'if-match': '"now"', 'if-unmodified-since': before }, 'send'],
];
for (const [headers, expected] of table)
  test(`${JSON.stringify(headers)} is answered with ${expected}`, () => {
    assert.equal(evaluatePreconditions(headers, current), expected);
  });

test('a range is honoured only for the very representation that If-Range names', () => {
  assert.equal(isRangeCurrent(undefined, current), true);
  assert.equal(isRangeCurrent('"now"', current), true);
  assert.equal(isRangeCurrent('"old"', current), false);
  assert.equal(isRangeCurrent('W/"now"', current), false);
  assert.equal(isRangeCurrent(sameSecond, current), true);
  assert.equal(isRangeCurrent(before, current), false);
  assert.equal(isRangeCurrent(later, current), false);
  assert.equal(isRangeCurrent('nonsense', current), false);
});
