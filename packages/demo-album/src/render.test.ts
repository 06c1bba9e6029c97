import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paperKites } from './pieces/paper-kites.ts';
import { tailwind } from './pieces/tailwind.ts';
import { renderSpan } from './render.ts';

const sampleRate = 8000;

test('the same span sounds the same each time', () => {
  const span = { fromSec: 30, toSec: 32, sampleRate };
  const [first, second] = [renderSpan(tailwind.compose(), span), renderSpan(tailwind.compose(), span)];
  for (const side of ['left', 'right'] as const)
    assert.ok(Buffer.from(first[side].buffer).equals(Buffer.from(second[side].buffer)));
});

test('a span played from the middle has the samples of the whole', () => {
  const joinSec = paperKites.durationMs / 1000;
  const performance = paperKites.compose();
  const whole = renderSpan(performance, { fromSec: joinSec - 14, toSec: joinSec + 2, sampleRate });
  const part = renderSpan(performance, { fromSec: joinSec, toSec: joinSec + 2, sampleRate });
  const tail = whole.left.subarray(whole.left.length - part.left.length);
  const farthest = part.left.reduce((most, sample, index) => Math.max(most, Math.abs(sample - (tail[index] ?? 0))), 0);
  assert.ok(farthest < 1 / 65536, `they differ by ${farthest}, more than half a step of 16 bits`);
});

test('progress rises to one in at least twenty steps', () => {
  const heard: number[] = [];
  renderSpan(tailwind.compose(), { fromSec: 0, toSec: 4, sampleRate, onProgress: (fraction) => heard.push(fraction) });
  assert.ok(heard.length >= 20);
  heard.forEach((fraction, index) => assert.ok(fraction > (heard[index - 1] ?? 0)));
  assert.equal(heard.at(-1), 1);
});
