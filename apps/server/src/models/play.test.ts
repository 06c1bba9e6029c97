import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPlayCounted } from './play.ts';

test('half the track counts as a play', () => {
  assert.equal(isPlayCounted(100_000, 200_000), true);
  assert.equal(isPlayCounted(99_999, 200_000), false);
});

test('four minutes count, however long the track is', () => {
  assert.equal(isPlayCounted(240_000, 3_600_000), true);
  assert.equal(isPlayCounted(239_999, 3_600_000), false);
});

test('a very short track counts only when nearly all of it was heard', () => {
  assert.equal(isPlayCounted(500, 900), false);
  assert.equal(isPlayCounted(900, 900), true);
});

test('a track of unknown length counts after a second', () => {
  assert.equal(isPlayCounted(1_000, 0), true);
  assert.equal(isPlayCounted(999, 0), false);
});
