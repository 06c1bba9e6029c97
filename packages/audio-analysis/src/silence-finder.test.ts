import assert from 'node:assert/strict';
import { it } from 'node:test';
import { pushInBlocks } from './test-support/signals.ts';
import { SilenceFinder } from './silence-finder.ts';

const RATE = 44_100;

function find(samples: Float32Array, blockFrames?: number) {
  const finder = new SilenceFinder();
  pushInBlocks(finder, samples, { sampleRate: RATE, channels: 2, ...(blockFrames ? { blockFrames } : {}) });
  return finder.finish();
}

it('finds the silence at both ends to the millisecond, on any channel', () => {
  const samples = new Float32Array(2 * RATE * 4);
  samples[2 * RATE * 0.5 + 1] = 0.01;
  samples[2 * RATE * 3] = -0.01;
  for (const blockFrames of [1, 1000, RATE * 4])
    assert.deepEqual(find(samples, blockFrames), { headMs: 500, tailMs: 1000 });
});

it('takes what is below -60 dBFS for silence, and no more', () => {
  assert.deepEqual(find(new Float32Array(2 * RATE).fill(0.00099)), { headMs: 1000, tailMs: 0 });
  assert.deepEqual(find(new Float32Array(2 * RATE).fill(0.00101)), { headMs: 0, tailMs: 0 });
});

it('counts a track without sound as silence at its head', () => {
  assert.deepEqual(find(new Float32Array(0)), { headMs: 0, tailMs: 0 });
  assert.deepEqual(find(new Float32Array(2 * RATE * 2)), { headMs: 2000, tailMs: 0 });
});
