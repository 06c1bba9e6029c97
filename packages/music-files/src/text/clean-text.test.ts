import assert from 'node:assert/strict';
import { it } from 'node:test';
import { cleanLine, cleanText } from './clean-text.ts';

it('makes one readable line of anything', () => {
  assert.equal(cleanLine('\ufeff A\0B\r\n\t C\u0007 '), 'A B C');
  assert.equal(cleanLine('x'.repeat(5_000)).length, 500);
  assert.equal(cleanLine(`${'x'.repeat(499)}😀`), 'x'.repeat(499));
});

it('keeps the lines of longer text, and nothing that cannot be shown', () => {
  assert.equal(cleanText('A\r\nB\rC\u0001\0'), 'A\nB\nC');
  assert.equal(cleanText('abcdef', 3), 'abc');
});
