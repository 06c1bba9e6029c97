import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseR128GainDb } from './r128-gain.ts';

test('gains of Opus become those of ReplayGain; what is no whole number of steps is none', () => {
  const texts = ['-256', ' +512 ', '0', '-1.5', '-32769', 'loud', undefined];
  assert.deepEqual(texts.map(parseR128GainDb), [4, 7, 5, null, null, null, null]);
});
