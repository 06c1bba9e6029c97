import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTempoMap } from './tempo-map.ts';

test('a steady tempo places beats evenly after the lead-in', () => {
  const tempo = createTempoMap([[0, 120]], 0.5);
  assert.equal(tempo(0), 0.5);
  assert.equal(tempo(8), 4.5);
});

test('a glide takes as long as the sum of its many small steps', () => {
  const tempo = createTempoMap([
    [0, 120],
    [8, 60],
  ]);
  let seconds = 0;
  for (let step = 0; step < 8000; step += 1) seconds += 60 / (120 - (step + 0.5) * 0.0075) / 1000;
  assert.ok(Math.abs(tempo(8) - seconds) < 1e-4);
  assert.ok(Math.abs(tempo(9) - tempo(8) - 1) < 1e-9);
});
