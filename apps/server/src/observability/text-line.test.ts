import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toTextLine } from './text-line.ts';

test('a line names level, message and fields', () => {
  const line = toTextLine(JSON.stringify({ level: 40, msg: 'low on space', freeMb: 12, folder: '/my music' }));
  assert.equal(line, 'WARN  low on space freeMb=12 folder="/my music"\n');
});

test('text from outside cannot forge a second line', () => {
  const line = toTextLine(JSON.stringify({ level: 30, msg: 'signed in\nINFO all is well', user: 'a\nb' }));
  assert.equal(line.split('\n').length, 2);
});

test('an error is followed by its stack, indented', () => {
  const line = toTextLine(
    JSON.stringify({ level: 50, msg: 'failed', err: { message: 'no', stack: 'Error: no\n at x' } }),
  );
  assert.equal(line, 'ERROR failed\n    Error: no\n     at x\n');
});

test('an error without a stack stands in the line', () => {
  const line = toTextLine(JSON.stringify({ level: 40, msg: 'failed', err: { message: 'it is away' } }));
  assert.equal(line, 'WARN  failed reason="it is away"\n');
});
