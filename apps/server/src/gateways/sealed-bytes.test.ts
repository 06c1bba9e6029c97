import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sealBytes, unsealBytes } from './sealed-bytes.ts';

const BYTES = Uint8Array.from({ length: 1000 }, (_, index) => index % 251);

test('what was sealed is what comes out, also of nothing, and from the middle of a buffer', () => {
  assert.deepEqual([...(unsealBytes(sealBytes(BYTES)) ?? [])], [...BYTES]);
  assert.equal(unsealBytes(sealBytes(new Uint8Array()))?.length, 0);
  const sealed = sealBytes(BYTES);
  const within = Buffer.concat([Buffer.alloc(3), sealed, Buffer.alloc(5)]).subarray(3, 3 + sealed.length);
  assert.deepEqual([...(unsealBytes(within) ?? [])], [...BYTES]);
});

test('what was cut, emptied, lengthened, turned to zeros or changed by one bit is not taken', () => {
  const sealed = sealBytes(BYTES);
  const flipped = Uint8Array.from(sealed, (byte, index) => (index === 500 ? byte ^ 1 : byte));
  const damaged = { cut: sealed.subarray(0, 700), empty: new Uint8Array(), long: Buffer.concat([sealed, sealed]) };
  for (const [name, bytes] of Object.entries({ ...damaged, zeros: new Uint8Array(sealed.length), flipped }))
    assert.equal(unsealBytes(bytes), undefined, name);
});
