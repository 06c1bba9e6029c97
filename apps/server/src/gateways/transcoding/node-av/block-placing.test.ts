import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { BlockPlacing } from './block-placing.ts';
import type { DecodedBlock } from './decode-blocks.ts';

const RATE_HZ = 1000;

describe('the places of decoded blocks', () => {
  it('are not filled up to a label that lies beyond all recordings', () => {
    assert.deepEqual(placesOf(0, [2n ** 62n, 2n ** 62n + 100n]), []);
  });

  it('go on behind the block before where a label is beyond all recordings', () => {
    assert.deepEqual(placesOf(0, [0n, 2n ** 62n, 200n]), [0, 100, 200]);
  });

  it('go on behind the block before where labels begin anew', () => {
    const anew = [0n, 100n];
    assert.deepEqual(placesOf(0, [1900n, 2000n, ...anew]), [1900, 2000, 2100, 2200]);
  });
});

/** Where blocks of 100 samples come to lie that have such labels. */
function placesOf(startSample: number, labels: readonly bigint[]): number[] {
  const placing = new BlockPlacing({
    timing: { kind: 'labelled', toleranceSamples: 0, seekMarginSeconds: 0 },
    origin: 0n,
    samplesPerUnit: 1,
    sampleRateHz: RATE_HZ,
    firstFrameSamples: 100,
    frameSamples: 100,
  });
  const placed = [...placing.place({ first: undefined, rest: blocksOf(labels), startSample })];
  return placed.flatMap((block) => (block && !block.isFilling ? [block.startSample] : []));
}

function* blocksOf(labels: readonly bigint[]): Generator<DecodedBlock> {
  for (const label of labels) {
    yield { label, samples: new Float32Array(100), shape: { sampleRateHz: RATE_HZ, channels: 1 } };
  }
}
