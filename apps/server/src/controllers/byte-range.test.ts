import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveRange } from './byte-range.ts';

const SIZE = 10_000;
const part = (start: number, end: number) => ({ kind: 'part', start, end });
const whole = { kind: 'whole' };
const unsatisfiable = { kind: 'unsatisfiable' };

/** The examples of RFC 9110, section 14.1.2, for a file of 10,000 bytes, then the corners. */
const table: [header: string | undefined, expected: object][] = [
  ['bytes=0-499', part(0, 499)],
  ['bytes=500-999', part(500, 999)],
  ['bytes=-500', part(9500, 9999)],
  ['bytes=9500-', part(9500, 9999)],
  ['bytes=0-0', part(0, 0)],
  ['bytes=9999-', part(9999, 9999)],
  [undefined, whole],
  ['', whole],
  ['bytes=0-', part(0, 9999)],
  ['bytes=0-99999999', part(0, 9999)],
  ['bytes=-99999999', part(0, 9999)],
  ['Bytes= 0-4', part(0, 4)],
  ['bytes=10000-', unsatisfiable],
  ['bytes=10000-10001', unsatisfiable],
  ['bytes=-0', unsatisfiable],
  ['bytes=5-2', whole],
  ['bytes=a-b', whole],
  ['bytes=-', whole],
  ['bytes=', whole],
  ['bytes=1-2-3', whole],
  ['bytes=-1-2', whole],
  ['items=0-5', whole],
  ['bytes 0-5', whole],
  ['bytes=0-0,-1', whole],
  ['bytes=500-600,601-999', part(500, 999)],
  ['bytes=500-700,601-999', part(500, 999)],
  ['bytes=601-999,500-600', part(500, 999)],
  ['bytes=0-99,200-299', whole],
  ['bytes=0-99,20000-', part(0, 99)],
  ['bytes=20000-,30000-', unsatisfiable],
  ['bytes=0-99, ,', part(0, 99)],
  ['bytes=0-99,x', whole],
  [`bytes=${Array.from({ length: 1000 }, (_, n) => `${n}-${n}`).join(',')}`, whole],
  ['bytes=99999999999999999999999999-', unsatisfiable],
];

for (const [header, expected] of table)
  test(`of 10,000 bytes, "${String(header).slice(0, 40)}" asks for ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(resolveRange(header, SIZE), expected);
  });

test('an empty file has no satisfiable position, and a suffix of it is all of it', () => {
  assert.deepEqual(resolveRange('bytes=0-', 0), unsatisfiable);
  assert.deepEqual(resolveRange('bytes=-5', 0), whole);
  assert.deepEqual(resolveRange('bytes=-0', 0), unsatisfiable);
});
